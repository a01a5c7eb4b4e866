// The request that is being served, and what it decides.
const express = require('express');
const { redirect, notFound } = require('next/navigation');
const { NextResponse } = require('next/server');
const app = express();
const TOKEN = process.env.TOKEN;
const send = (host) => fetch(`https://${host}/x`, { headers: { Authorization: `Bearer ${TOKEN}` } });

app.get('/a', (one) => send(one.query.host));
app.post('/a', (one) => send(one.body.host));
app.put('/a', (one) => send(one.query.host));
app.patch('/a', (one) => send(one.query.host));
app.delete('/a', (one) => send(one.query.host));
app.options('/a', (one) => send(one.query.host));
app.all('*', (one) => send(one.query.host));
app.use('/a', (one) => send(one.query.host));
app.use((error, one, res, next) => send(error.host));

function handler(req, res) { send(req.header('x-host')); }
function hooked(request, reply) { send(request.body.host); }
function middleware(ctx, next) { send(ctx.query.host); }
function lambda(event, context) { send(event.body.host); }
function old(event, fields, callback) { send(event.body.host); }
function answer(request, response) { send(request.body.host); }
function plain(request) { send(request.body.host); }

function state(req, res) {
  send(req.app.host);
  send(req.user.host);
  send(req.session.host);
  send(req.state.host);
  send(req.locals.host);
  send(req.prisma.host);
  send(req.get('X-Host'));
}

function links(req, res, ctx) {
  mail(`https://${req.host}/reset`);
  mail(`https://${req.hostname}/reset`);
  mail(`https://${req.headers.host}/reset`);
  mail(`https://${req.get('host')}/reset`);
  mail(`https://${req.headers['x-forwarded-host']}/reset`);
  mail(`https://${ctx.request.host}/reset`);
  mail(`https://${ctx.request.headers.host}/reset`);
  log(`https://${req.headers.host}${req.originalUrl}`);
  log(`https://${req.headers.host}${req.url}`);
  log(`https://${req.headers.host}${req.path}`);
  log(`https://${req.headers.host}${req.pathname}`);
}

function there(req, res) { res.redirect(`https://${req.headers.host}/there`); }
function back(req, reply) { reply.redirect(`https://${req.headers.host}/there`); }
function again(req, res) { return NextResponse.redirect(`https://${req.headers.host}/there`); }
function onward(req, res) { redirect(`https://${req.headers.host}/there`); }

function stops(req, res) {
  if (req.body.url !== 'https://fixed.example.com/') process.exit(1);
  fetch(req.body.url, { headers: { Authorization: TOKEN } });
}
function leaves(req, res) {
  if (req.body.url !== 'https://fixed.example.com/') redirect('/');
  fetch(req.body.url, { headers: { Authorization: TOKEN } });
}
function misses(req, res) {
  if (req.body.url !== 'https://fixed.example.com/') notFound();
  fetch(req.body.url, { headers: { Authorization: TOKEN } });
}
