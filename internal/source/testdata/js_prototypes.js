// Classes as they were written before the language had them, and mappings that are
// handed in.
const https = require('https');
const util = require('util');
const urlJoin = require('url-join');

function Base(host) {
  this.host = host;
}
Base.prototype.send = function (path) {
  return https.request({ host: this.host, path, headers: { Authorization: 'Bearer ' + this.token } });
};

function Client(token) {
  Base.call(this, 'proto.example.com');
  this.token = token;
}
util.inherits(Client, Base);
Client.prototype.me = function () {
  return this.send('/me');
};

var Old = function (token) {
  this.token = token;
};
Old.prototype = {
  constructor: Old,
  list: function () {
    return https.get({ host: 'old.example.com', path: '/list', headers: { 'X-Api-Key': this.token } });
  },
};

class Newer {}
const proto = Newer.prototype;
proto.ping = () => https.get({ host: 'newer.example.com', path: '/ping', headers: { 'X-Api-Key': process.env.NEWER_KEY } });
Object.assign(Newer.prototype, {
  pong() {
    return https.get({ host: 'newer.example.com', path: '/pong', headers: { 'X-Api-Key': process.env.NEWER_KEY } });
  },
});
function Kept() {}
Kept.prototype = Object.create(Newer.prototype);
Kept.prototype.three = function () {
  this.pong();
};

new Client(process.env.PROTO_TOKEN).me();
new Old(process.env.OLD_KEY).list();
new Newer().ping();
new Kept().three();

exports.link = {
  fetch: async (uri, options) => {
    options.body = JSON.stringify(options.body);
    if (process.env.LINK_TOKEN) {
      options.headers.Authorization = `Bearer ${process.env.LINK_TOKEN}`;
    }
    return fetch(uri, options);
  },
};

// A template whose parts a function fills.
function filled(url, args) {
  return url.replace(/\{.*?\}/g, (match) => args[match.replace(/\{|\}/g, '')]);
}
exports.widget = (widget) => fetch(filled('{url}/api/{endpoint}', { endpoint: 'stats', ...widget }), { headers: { 'X-Api-Key': widget.key } });
fetch(urlJoin('https://joined.example.com/', 'v1', 'items'), { headers: { 'X-Api-Key': process.env.JOINED_KEY } });

// A jar gives a host its own cookies.
const jar = require('tough-cookie').CookieJar();
const cookie = jar.getCookieStringSync('http://plain.example.com');
if (cookie) {
  fetch('http://plain.example.com', { headers: { Cookie: cookie } });
}
fetch('http://plain.example.com/2', { headers: { Cookie: jar.getCookieString('http://plain.example.com') } });

// Nothing but what begins a value, or a word, is no key.
fetch('https://begun.example.com?appKey=dashboard', { headers: { Authorization: 'GoogleLogin auth=' } });
fetch('https://begun.example.com', { headers: { 'X-Api-Key': 'dashboard' } });
fetch('https://begun.example.com/2', { headers: { Authorization: `GoogleLogin auth=${false}` } });
