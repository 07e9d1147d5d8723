//! Errors of the client → why there is no answer.

use std::io::{self, ErrorKind};

use super::Failure;
use super::web::NotPublic;

/// What `error` means.
pub(super) fn failure(error: &ureq::Error) -> Failure {
    match error {
        ureq::Error::Timeout(_) => Failure::Timeout,
        ureq::Error::HostNotFound => Failure::NoSuchHost,
        ureq::Error::Io(error) => of_io(error),
        ureq::Error::Tls(why) => Failure::Tls((*why).to_owned()),
        ureq::Error::Rustls(error) => Failure::Tls(tls(&error.to_string())),
        ureq::Error::ConnectionFailed => Failure::Connection("it failed".to_owned()),
        ureq::Error::Other(error) if error.is::<NotPublic>() => Failure::Private,
        _ => Failure::NoHttp,
    }
}

fn of_io(error: &io::Error) -> Failure {
    if let Some(failure) = lookup(error) {
        return failure;
    }
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::Timeout,
        // TLS wraps its errors so.
        ErrorKind::InvalidData => Failure::Tls(tls(&error.to_string())),
        ErrorKind::ConnectionRefused => Failure::Connection("refused".to_owned()),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            Failure::Connection("cut off".to_owned())
        }
        ErrorKind::UnexpectedEof => Failure::Connection("closed without an answer".to_owned()),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            Failure::Connection("there is no way to the host".to_owned())
        }
        kind => Failure::Connection(kind.to_string()),
    }
}

/// What the systems say, in C's locale, of names that do not exist or have no address: glibc,
/// musl, macOS and the BSDs.
const NO_SUCH_HOST: [&str; 5] = [
    "Name or service not known",
    "No address associated with hostname",
    "Name does not resolve",
    "Name has no usable address",
    "nodename nor servname provided, or not known",
];

/// `WSAHOST_NOT_FOUND` and `WSANO_DATA` of Windows.
const NO_SUCH_HOST_WINDOWS: [i32; 2] = [11001, 11004];

/// The standard library tells failures of lookups apart only in words.
fn lookup(error: &io::Error) -> Option<Failure> {
    if let Some(code) = error.raw_os_error() {
        let is_missing = cfg!(windows) && NO_SUCH_HOST_WINDOWS.contains(&code);
        return is_missing.then_some(Failure::NoSuchHost);
    }
    let text = error.to_string();
    if !text.contains("failed to lookup address information") {
        return None;
    }
    let is_missing = NO_SUCH_HOST.iter().any(|phrase| text.ends_with(phrase));
    Some(match is_missing {
        true => Failure::NoSuchHost,
        false => Failure::Lookup,
    })
}

/// What TLS says, in words for people.
fn tls(text: &str) -> String {
    let text = text.trim_start_matches("rustls: ");
    for (has, words) in [
        ("UnknownIssuer", "nobody trusted has issued its certificate"),
        ("Expired", "its certificate has expired"),
        ("NotValidYet", "its certificate is not valid yet"),
        ("NotValidForName", "its certificate is for another host"),
        ("Revoked", "its certificate was revoked"),
        ("InvalidContentType", "it does not speak TLS"),
        ("HandshakeFailure", "it wants what is no longer secure"),
        ("ProtocolVersion", "it speaks an old version of TLS"),
    ] {
        if text.contains(has) {
            return words.to_owned();
        }
    }
    let certificate = text.starts_with("invalid peer certificate");
    let words = if certificate {
        "its certificate is not valid"
    } else {
        "TLS failed"
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_do_not_exist_are_told_from_lookups_that_fail() {
        let lookup = |words: &str| {
            let text = format!("failed to lookup address information: {words}");
            failure(&io::Error::other(text).into())
        };
        assert_eq!(lookup("Name or service not known"), Failure::NoSuchHost);
        assert_eq!(
            lookup("No address associated with hostname"),
            Failure::NoSuchHost
        );
        assert_eq!(
            lookup("nodename nor servname provided, or not known"),
            Failure::NoSuchHost
        );
        assert_eq!(
            lookup("Temporary failure in name resolution"),
            Failure::Lookup
        );
        assert_eq!(lookup("System error"), Failure::Lookup);
    }

    #[test]
    fn the_rest_is_told_apart() {
        let io = |kind: ErrorKind| failure(&io::Error::from(kind).into());
        assert_eq!(io(ErrorKind::TimedOut), Failure::Timeout);
        assert_eq!(
            io(ErrorKind::ConnectionRefused),
            Failure::Connection("refused".to_owned())
        );
        let tls = |text: &str| failure(&io::Error::new(ErrorKind::InvalidData, text).into());
        assert_eq!(
            tls("invalid peer certificate: UnknownIssuer"),
            Failure::Tls("nobody trusted has issued its certificate".to_owned())
        );
        assert_eq!(
            tls("received corrupt message of type InvalidContentType"),
            Failure::Tls("it does not speak TLS".to_owned())
        );
        assert_eq!(
            failure(&ureq::Error::Other(Box::new(NotPublic))),
            Failure::Private
        );
    }
}
