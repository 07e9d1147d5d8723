//! What the user says of single hosts, on the command line and in the environment.

use std::fmt;
use std::str::FromStr;

use ureq::http::{HeaderName, HeaderValue};
use url::{Host, Url};

/// A host that may be asked although its addresses are not public: `localhost`, `10.0.0.5:8080`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateHost {
    /// As [`Url`] has it.
    host: String,
    /// `None` for all.
    port: Option<u16>,
}

impl PrivateHost {
    /// Whether `url` is on this host.
    pub(super) fn is_of(&self, url: &Url) -> bool {
        self.matches(url.host_str(), url.port_or_known_default())
    }

    /// Whether it is `host` at `port`.
    pub(super) fn matches(&self, host: Option<&str>, port: Option<u16>) -> bool {
        host == Some(&self.host) && (self.port.is_none() || self.port == port)
    }
}

impl FromStr for PrivateHost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let error = || format!("`{text}` is no host, such as `localhost` or `10.0.0.5:8080`");
        let parse = |scheme: &str| Url::parse(&format!("{scheme}://{text}/")).ok();
        let (url, other) = parse("http").zip(parse("https")).ok_or_else(error)?;
        let plain = url.path() == "/"
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && !text.contains(['/', '\\']);
        let host = url.host_str().filter(|_| plain).ok_or_else(error)?;
        Ok(Self {
            host: host.to_owned(),
            // The port that a scheme has by default is not told.
            port: url.port().or(other.port()),
        })
    }
}

/// A header that one host gets, and no other.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHeader {
    host: String,
    pub(super) name: HeaderName,
    pub(super) value: HeaderValue,
}

impl SecretHeader {
    /// Whether `url` gets it: on its host, and where nobody can read along, or nobody else is.
    pub(super) fn is_for(&self, url: &Url, private: &[PrivateHost]) -> bool {
        url.host_str() == Some(&self.host)
            && (url.scheme() == "https" || private.iter().any(|host| host.is_of(url)))
    }
}

impl fmt::Debug for SecretHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretHeader")
            .field("host", &self.host)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What is wrong with the headers of an environment. Says nothing of what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadersError {
    /// The line, from 1.
    line: usize,
}

impl fmt::Display for HeadersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {} is not of the form `HOST NAME: VALUE`",
            self.line
        )
    }
}

impl std::error::Error for HeadersError {}

/// Reads headers for hosts, one a line: `HOST NAME: VALUE`. Empty lines do not count.
///
/// # Errors
/// For the first line of another form.
pub fn secret_headers(text: &str) -> Result<Vec<SecretHeader>, HeadersError> {
    let mut headers = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let header = secret_header(line).ok_or(HeadersError { line: index + 1 })?;
        headers.push(header);
    }
    Ok(headers)
}

fn secret_header(line: &str) -> Option<SecretHeader> {
    let (host, header) = line.split_once(char::is_whitespace)?;
    let (name, value) = header.split_once(':')?;
    let mut value = HeaderValue::from_str(value.trim()).ok()?;
    value.set_sensitive(true);
    Some(SecretHeader {
        host: Host::parse(host).ok()?.to_string(),
        name: HeaderName::from_str(name.trim()).ok()?,
        value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_hosts() {
        let url = |url: &str| Url::parse(url).unwrap();
        let host = |host: &str| host.parse::<PrivateHost>().unwrap();
        assert!(host("localhost").is_of(&url("http://LOCALHOST:81/a")));
        assert!(host("0x7f.1").is_of(&url("http://127.0.0.1/")));
        assert!(host("127.0.0.1:80").is_of(&url("http://2130706433/")));
        assert!(!host("127.0.0.1:80").is_of(&url("http://127.0.0.1:81/")));
        assert!(!host("127.0.0.1:443").is_of(&url("http://127.0.0.1/")));
        assert!(host("[::1]:8080").is_of(&url("http://[0:0::1]:8080/")));
        assert!(!host("localhost").is_of(&url("http://a.localhost/")));
        for bad in [
            "", "a/b", "http://a", "a b", "u@a", "a?b", "*", "a:b", ":80", "a\\b",
        ] {
            let parsed = bad.parse::<PrivateHost>();
            assert!(parsed.is_err() || bad == "*", "{bad}: {parsed:?}");
        }
    }

    #[test]
    fn headers_belong_to_hosts_and_stay_secret() {
        let headers =
            secret_headers("\napi.Example.org  Authorization: Bearer abc\n\n::1 x: y\n").ok();
        assert_eq!(headers, None, "an IPv6 address stands in brackets");
        let headers = secret_headers("\napi.Example.org Authorization:Bearer s3\n\n").unwrap();
        let header = &headers[0];
        let is_for = |url: &str| header.is_for(&Url::parse(url).unwrap(), &[]);
        assert!(is_for("https://api.example.org/a") && is_for("https://API.example.org:8443"));
        assert!(!is_for("http://api.example.org/a"));
        assert!(!is_for("https://example.org") && !is_for("https://a.api.example.org"));
        assert!(!is_for("https://api.example.org.evil.org/"));
        assert!(!is_for("https://api.example.org@evil.org/"));
        assert!(!format!("{header:?}").contains("s3"));
        for bad in [
            "a.org",
            "a.org b",
            "a.org b\u{1}: c",
            "a.org b: c\u{1}d",
            "a/b c: d",
        ] {
            let error = secret_headers(&format!("\n{bad}")).unwrap_err();
            assert_eq!(error, HeadersError { line: 2 }, "{bad}");
            assert!(!error.to_string().contains("a.org"));
        }
    }
}
