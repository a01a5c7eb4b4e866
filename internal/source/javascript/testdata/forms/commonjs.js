#!/usr/bin/env node
'use strict';
const { get, request: send = get } = require('node:https');
const config = require('./config');
exports.one = exports.two = config.value;
module.exports = { get, send, run: async () => run(), stop() { return this.x; } };
function run() { return require('./config').start`x${1}`; }
