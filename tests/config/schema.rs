//! The JSON Schema of `qalint.toml`.

use std::fs;
use std::path::Path;

use qalint::config::schema;

#[test]
fn the_schema_is_that_of_this_version() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/config.json");
    let schema = schema();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        let text = serde_json::to_string_pretty(&schema).expect("a schema") + "\n";
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("the schema");
    }
    let text = fs::read_to_string(&path).unwrap_or_default();
    let written: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    assert!(
        written == schema,
        "docs/schema/config.json is out of date: run this test with UPDATE_SCHEMA=1"
    );
}
