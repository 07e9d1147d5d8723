//! The web, asked by ureq.

use std::fmt;
use std::io::{self, Read};

use ureq::http::{self, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, config::Config};

use super::anchors::{Scan, Search};
use super::{Answer, Failure, Method, Network, PrivateHost, Reply, Request, is_public};

/// The web. Connects to public addresses only, but for hosts that were said to be exceptions.
#[derive(Debug)]
pub struct Web {
    agent: Agent,
}

/// The most of a page that is read to find anchors in it, in bytes.
const MAX_BODY: u64 = 4 << 20;

/// The most that the headers of an answer may be, in bytes.
const MAX_HEADERS: usize = 64 << 10;

impl Web {
    /// A client with this name, which may ask the hosts `private` although they are not public.
    ///
    /// It uses no proxy: behind one nobody could say which addresses are asked.
    #[must_use]
    pub fn new(user_agent: &str, private: Vec<PrivateHost>) -> Self {
        let config = Config::builder()
            .proxy(None)
            // Redirects are followed by whoever asks, each being looked at.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_response_header_size(MAX_HEADERS)
            .max_idle_connections_per_host(2)
            .user_agent(user_agent)
            .build();
        let resolver = PublicResolver {
            private,
            inner: DefaultResolver::default(),
        };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
        }
    }

    fn request(request: &Request<'_>) -> Result<http::Request<()>, http::Error> {
        let mut builder = http::Request::builder().uri(request.url.as_str());
        builder = builder.method(match request.method {
            Method::Head => http::Method::HEAD,
            Method::Get => http::Method::GET,
        });
        for header in request.headers {
            builder = builder.header(&header.name, &header.value);
        }
        builder.body(())
    }
}

impl Network for Web {
    fn send(&self, request: &Request<'_>) -> Reply {
        let Ok(sent) = Self::request(request) else {
            // Addresses that the client does not take are none that anybody has a page at.
            return Reply::Failure(Failure::Private);
        };
        let sent = self
            .agent
            .configure_request(sent)
            .timeout_global(Some(request.timeout))
            .build();
        match self.agent.run(sent) {
            Ok(response) => Reply::Answer(answer(response, request.anchors)),
            Err(error) => Reply::Failure(super::failure::failure(&error)),
        }
    }
}

fn answer(mut response: http::Response<Body>, anchors: &[String]) -> Answer {
    let header = |name| {
        let value = response
            .headers()
            .get(name)
            .map(http::HeaderValue::as_bytes);
        value.map(|value| String::from_utf8_lossy(value).into_owned())
    };
    let mut answer = Answer {
        status: response.status().as_u16(),
        location: header(header::LOCATION),
        retry_after: header(header::RETRY_AFTER),
        sets_cookie: response.headers().contains_key(header::SET_COOKIE),
        missing: Vec::new(),
    };
    let kind = header(header::CONTENT_TYPE)
        .unwrap_or_default()
        .to_lowercase();
    let is_page = kind.starts_with("text/html") || kind.starts_with("application/xhtml+xml");
    let is_encoded = response.headers().contains_key(header::CONTENT_ENCODING);
    if response.status().is_success() && is_page && !is_encoded && !anchors.is_empty() {
        let body = response.body_mut().as_reader();
        // A page that breaks off is one of which nobody knows what it has.
        answer.missing = missing(body, anchors).unwrap_or_default();
    }
    answer
}

/// Reads `body` until all `anchors` are found; those that it surely does not have.
fn missing(body: impl Read, anchors: &[String]) -> io::Result<Vec<String>> {
    let mut body = body.take(MAX_BODY);
    let mut search = Search::new(anchors);
    let mut chunk = vec![0; 16 << 10];
    loop {
        let read = match body.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if search.read(chunk.get(..read).unwrap_or_default()) == Scan::Found {
            return Ok(Vec::new());
        }
    }
    let complete = body.limit() > 0;
    Ok(if complete {
        search.missing()
    } else {
        Vec::new()
    })
}

/// A name resolved to no public address.
#[derive(Debug)]
pub(super) struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the address is not public")
    }
}

impl std::error::Error for NotPublic {}

/// Resolves names to public addresses only. What it returns is what is connected to, so that a
/// name which resolves otherwise the next time gains nothing.
#[derive(Debug)]
struct PublicResolver {
    private: Vec<PrivateHost>,
    inner: DefaultResolver,
}

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let default = if uri.scheme() == Some(&http::uri::Scheme::HTTPS) {
            443
        } else {
            80
        };
        let port = Some(uri.port_u16().unwrap_or(default));
        if self
            .private
            .iter()
            .any(|host| host.matches(uri.host(), port))
        {
            return Ok(found);
        }
        let mut public = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            // There are no more than were found.
            let _ = public.try_push(*address);
        }
        match public.is_empty() {
            true => Err(ureq::Error::Other(Box::new(NotPublic))),
            false => Ok(public),
        }
    }
}
