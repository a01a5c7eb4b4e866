// Checks of a URL before a credential goes to it.
import url from 'url';
import querystring from 'querystring';
import qs from 'qs';
const TOKEN = process.env.TOKEN;
const ALLOWED = ['a.example.com', 'b.example.com'];
const NAMES = new Set(['a.example.com']);
const TABLE = new Map([['a.example.com', 1]]);
const send = (to) => fetch(to, { headers: { Authorization: `Bearer ${TOKEN}` } });

export function parsed(req, res) {
  const u = new URL(req.body.url);
  if (u.protocol !== 'https:' || u.hostname !== 'a.example.com') throw new Error('no');
  send(u.toString());
}
export function host(req, res) {
  if (new URL(req.body.url).host !== 'a.example.com:8443') return;
  send(req.body.url);
}
export function origin(req, res) {
  if (new URL(req.body.url).origin !== 'https://a.example.com') return;
  send(req.body.url);
}
export function whole(req, res) {
  const u = new url.URL(req.body.url);
  if (u.protocol === 'https:' && u.hostname === 'a.example.com') send(u.toString());
  if (u.origin === 'https://a.example.com') send(req.body.url);
  if (u.host === 'a.example.com') send(req.body.url);
  send(`https://x.example.com${u.pathname}:${u.port}`);
  send(new url.URL(req.body.path, 'https://base.example.com'));
}
export function legacy(req, res) {
  const u = url.parse(req.body.url);
  if (u.hostname === 'a.example.com') send(req.body.url);
  if (u.host === 'a.example.com') send(req.body.url);
  if (u.protocol === 'https:') send(req.body.url);
  send(`https://x.example.com${u.pathname}:${u.port}`);
}
export function built(req, res) {
  const u = new URL(req.body.path, 'https://base.example.com');
  send(u);
  const o = new URL(req.body.url);
  send(`https://x.example.com${o.pathname}${o.search}:${o.port}`);
}
export function listed(req, res) {
  const { hostname } = new URL(req.body.url);
  if (!ALLOWED.includes(hostname)) return;
  send(req.body.url);
}
export function indexed(req, res) {
  if (req.body.url.indexOf('.example.com') === -1) return;
  send(req.body.url);
}
export function inSet(req, res) {
  if (!NAMES.has(new URL(req.body.url).hostname)) return;
  send(req.body.url);
}
export function inMap(req, res) {
  if (TABLE.has(new URL(req.body.url).hostname)) send(req.body.url);
}
export function some(req, res) {
  const name = new URL(req.body.url).hostname;
  if (!ALLOWED.some((a) => name === a)) return;
  send(req.body.url);
}
export function every(req, res) {
  const name = new URL(req.body.url).hostname;
  if (!['.example.com'].every((a) => name.endsWith(a))) return;
  send(req.body.url);
}
export function starts(req, res) {
  if (!req.body.url.startsWith('https://a.example.com/')) return;
  send(req.body.url);
}
export function ends(req, res) {
  if (!new URL(req.body.url).hostname.endsWith('.example.com')) return;
  send(req.body.url);
}
export function contains(req, res) {
  if (req.body.url.includes('example.com')) send(req.body.url);
}
export function tested(req, res) {
  if (!/^https:\/\/a\.example\.com\//.test(req.body.url)) return;
  send(req.body.url);
}
export function run(req, res) {
  if (!new RegExp('^https://a\\.example\\.com/').exec(req.body.url)) return;
  send(req.body.url);
}
export function matched(req, res) {
  if (!req.body.url.match(/^https:\/\/a\.example\.com\//)) return;
  send(req.body.url);
}
export function searched(req, res) {
  if (req.body.url.search(/^https:\/\/b\.example\.com\//)) send(req.body.url);
}
export function filtered(req, res) {
  const good = req.body.urls.filter((one) => one.startsWith('https://a.example.com/'));
  for (const one of good) send(one);
}
export function chosen(req, res) {
  switch (new URL(req.body.url).hostname) {
    case 'a.example.com':
    case 'b.example.com':
      break;
    default:
      throw new Error('no');
  }
  send(req.body.url);
}
export function unread(req, res) {
  if (!isAllowed(req.body.url)) return;
  send(req.body.url);
}
export function neutral(req, res) {
  if (!Array.isArray(req.body.url) || isNaN(req.body.url) || !Boolean(req.body.url) || !table.hasOwnProperty(req.body.url)) return;
  send(req.body.url);
}
export function typed(req, res) {
  if (typeof req.body.url !== 'string') return;
  send(req.body.url);
}
send('https://q.example.com/?' + querystring.stringify({ access_token: TOKEN }));
send(`https://q.example.com/?${qs.stringify({ api_key: process.env.API_KEY })}`);
send(new URL('/x?a=1', 'https://base.example.com'));
send(new url.URL('y', process.env.BASE_URL));
const whole2 = new URL('https://literal.example.com/a');
whole2.searchParams.set('access_token', TOKEN);
send(whole2.toString());
const moved = new URL(process.env.MOVED_URL);
moved.protocol = 'https:';
moved.hostname = 'moved.example.com';
moved.port = 8443;
moved.pathname = '/moved';
moved.search = `?api_key=${process.env.API_KEY}`;
send(moved);
const again = new url.URL('https://again.example.com/?a=1');
again.searchParams.append('api_key', process.env.API_KEY);
send(again.href);
export function queried(req, res) {
  send(new URL(req.body.url).searchParams.get('next'));
  const u = new URL(req.body.url);
  send(`${u.protocol}//fixed.example.com`);
}
const fixed = new URL('https://fixed.example.com/x');
if (fixed.protocol === 'https:' && fixed.origin === 'https://fixed.example.com') send(fixed);
const named = new url.URL('https://named.example.com/');
named.searchParams.set('token', TOKEN);
send(named.toString());
const direct = new URL('https://direct.example.com/');
direct.searchParams.append('token', TOKEN);
send(direct.href);
