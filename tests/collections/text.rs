//! What collections are made of: questions that differ enough, and answers that say something.

/// Titles and answers. Each answer has characters in it that garbling shows on.
pub(crate) const QUESTIONS: [(&str, &str); 24] = [
    (
        "What is a levain?",
        "A leaven kept alive with flour and water — the French word for sourdough, “levé” meaning raised.",
    ),
    (
        "How much salt does dough need?",
        "About 2 % of the flour’s weight; crème fraîche in the dough counts as water.",
    ),
    (
        "Why does crust crackle when it cools?",
        "The crumb shrinks more slowly than the crust – what you hear is the crust giving way.",
    ),
    (
        "Which flour makes a darker loaf?",
        "Rye with a high ash content, sold as “type 1150” in Köln and as seigle in Orléans.",
    ),
    (
        "When has a loaf proofed long enough?",
        "When a finger’s dent comes back slowly – at 24 °C that takes about two hours.",
    ),
    (
        "What does autolyse do?",
        "Flour and water rest for half an hour; the naïve baker kneads instead — and works harder.",
    ),
    (
        "How is a banneton cared for?",
        "Dust it with rice flour, let it dry, brush it out. Never wash it: the willow’s pores close.",
    ),
    (
        "Where should yeast be stored?",
        "Fresh in the cold, at 4 °C, dried in the dark – either way in something that closes.",
    ),
    (
        "Who invented the baguette?",
        "Nobody knows; the tale of Napoléon’s soldiers is a legend — so is the one of the métro.",
    ),
    (
        "Can stale rolls be rescued?",
        "Wet them, and give them five minutes at 180 °C. Tomorrow they are croûtons.",
    ),
    (
        "Do seeds have to be soaked?",
        "Linseed does, or it drinks the dough’s water – poppy seed (“Mohn” in Würzburg) does not.",
    ),
    (
        "What is steam good for?",
        "It keeps the skin of the loaf soft, so that it can rise — and makes it shine.",
    ),
    (
        "How are pretzels browned?",
        "With lye of 4 %, as in München; soda is for those who don’t own gloves.",
    ),
    (
        "Why weigh water rather than measure it?",
        "A jug’s marks are as wide as 20 ml – a scale’s are not.",
    ),
    (
        "Which oven setting suits a pizza?",
        "The hottest: 300 °C or more, on a stone — at the trattoria it’s 450 °C.",
    ),
    (
        "Is gluten developed by time alone?",
        "Yes: after eighteen hours nobody can tell a no-knead loaf from a kneaded one — déjà vu included.",
    ),
    (
        "Should butter be cold for brioche?",
        "Cool and soft, “pommade” as a pâtissier says, and it goes in last.",
    ),
    (
        "What makes panettone so airy?",
        "Egg yolks, two doughs, a night’s rest – and hanging it upside down, as in Milano’s cafés.",
    ),
    (
        "How do you keep a starter on holiday?",
        "Thick, cold and fed; crumbled dry it’s good for a year — says my grandmother in Łódź, née Müller.",
    ),
    (
        "Why did my bread turn out sour?",
        "It stood too long, or too cool: below 22 °C acetic acid wins – that’s vinaigre.",
    ),
    (
        "Are big holes a sign of quality?",
        "They’re a sign of water; jam falls through them — façade without a floor.",
    ),
    (
        "What is the windowpane test?",
        "Stretch a piece of dough until light comes through: if it doesn’t tear – voilà.",
    ),
    (
        "How fine should semolina be ground?",
        "For pasta like sand, for bread “rimacinata” — twice milled, as in Altamura’s forni à bois.",
    ),
    (
        "Does altitude change a recipe?",
        "Yes: at 2000 m dough rises faster and dries – less yeast, more water, says the hôtel’s baker.",
    ),
];
