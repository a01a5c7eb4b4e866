// Prints, for each file that standard input names, where TypeScript's own parser finds
// calls, members, strings and keys, as a line of JSON. Offsets count bytes.
'use strict';
const fs = require('fs');
const path = require('path');
const ts = require(path.join(process.argv[2], 'typescript'));

const kinds = { '.ts': ts.ScriptKind.TS, '.mts': ts.ScriptKind.TS, '.cts': ts.ScriptKind.TS, '.tsx': ts.ScriptKind.TSX };

// toBytes turns offsets of UTF-16 units into offsets of bytes.
function toBytes(text) {
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return (i) => i;
  const at = new Uint32Array(text.length + 1);
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    at[i] = bytes;
    const c = text.charCodeAt(i);
    if (c < 0x80) bytes += 1;
    else if (c < 0x800) bytes += 2;
    else if (c >= 0xd800 && c < 0xdc00) bytes += 4;
    else if (c < 0xdc00 || c >= 0xe000) bytes += 3;
  }
  at[text.length] = bytes;
  return (i) => at[i];
}

function positions(file) {
  let text = fs.readFileSync(file, 'utf8');
  let skipped = 0;
  if (text.charCodeAt(0) === 0xfeff) {
    text = text.slice(1);
    skipped = 3;
  }
  const kind = kinds[path.extname(file)] || ts.ScriptKind.JSX;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  if (source.parseDiagnostics.length > 0) return { file, skip: 'TypeScript does not parse it' };
  const byte = toBytes(text);
  const out = { file, call: [], member: [], string: [], key: [] };
  const add = (list, start, end) => list.push([byte(start) + skipped, byte(end) + skipped]);
  const whole = (list, n) => add(list, n.getStart(source), n.end);

  const exported = (n) => /^(module\.exports|exports)(\.[\w$]+)?$/.test(n.getText(source).replace(/\s/g, ''));
  const loads = (n) =>
    ts.isCallExpression(n) &&
    (n.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(n.expression) && n.expression.text === 'require')) &&
    n.arguments.length > 0 && ts.isStringLiteral(n.arguments[0]);
  const ambient = (n) => (ts.canHaveModifiers(n) ? ts.getModifiers(n) || [] : []).some((m) => m.kind === ts.SyntaxKind.DeclareKeyword);
  const target = (n) => { // an object literal that is assigned to
    let p = n;
    for (;;) {
      const up = p.parent;
      if (ts.isParenthesizedExpression(up)) p = up;
      else if (ts.isBinaryExpression(up) && up.left === p && up.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
        return true;
      } else if ((ts.isForOfStatement(up) || ts.isForInStatement(up)) && up.initializer === p) return true;
      else if (ts.isPropertyAssignment(up) && up.initializer === p) return target(up.parent);
      else if (ts.isArrayLiteralExpression(up) || ts.isSpreadElement(up) || ts.isSpreadAssignment(up)) {
        p = ts.isSpreadAssignment(up) ? up.parent : up;
      } else return false;
    }
  };

  const key = (name, list) => {
    if (ts.isComputedPropertyName(name)) {
      if (ts.isStringLiteralLike(name.expression)) whole(list === out.member ? out.string : list, name.expression);
      else visit(name.expression);
    } else if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) whole(list, name);
    else if (ts.isStringLiteralLike(name)) whole(list === out.member ? out.string : list, name);
  };

  const each = (n) => ts.forEachChild(n, visit);

  function visit(n) {
    if (ts.isTypeNode(n) && !ts.isExpressionWithTypeArguments(n)) return;
    if (ts.isInterfaceDeclaration(n) || ts.isTypeAliasDeclaration(n) || ts.isTypeParameterDeclaration(n) || ambient(n)) return;
    if (ts.isHeritageClause(n) && n.token === ts.SyntaxKind.ImplementsKeyword) return;
    if (ts.isImportDeclaration(n) || (ts.isExportDeclaration(n)) || ts.isImportEqualsDeclaration(n)) return;
    if ((ts.isFunctionDeclaration(n) || ts.isMethodDeclaration(n) || ts.isConstructorDeclaration(n)) && !n.body) return;
    if (ts.isJsxClosingElement(n)) return;
    if (loads(n)) {
      n.arguments.slice(1).forEach(() => {});
      return;
    }
    if (ts.isCallExpression(n) || ts.isNewExpression(n) || ts.isTaggedTemplateExpression(n)) whole(out.call, n);
    if (ts.isPropertyAccessExpression(n) && !exported(n)) whole(out.member, n.name);
    if (ts.isStringLiteral(n) || ts.isNoSubstitutionTemplateLiteral(n)) whole(out.string, n);
    if (n.kind === ts.SyntaxKind.TemplateHead || n.kind === ts.SyntaxKind.TemplateMiddle) {
      if (n.getStart(source) + 1 < n.end - 2) add(out.string, n.getStart(source) + 1, n.end - 2);
    }
    if (n.kind === ts.SyntaxKind.TemplateTail && n.getStart(source) + 1 < n.end - 1) add(out.string, n.getStart(source) + 1, n.end - 1);
    if (ts.isJsxOpeningElement(n) || ts.isJsxSelfClosingElement(n)) return visit(n.attributes);
    if (ts.isJsxAttribute(n)) return n.initializer && visit(n.initializer);
    if (ts.isBindingElement(n) && ts.isObjectBindingPattern(n.parent) && !n.dotDotDotToken) {
      key(n.propertyName || n.name, out.member);
      if (!ts.isIdentifier(n.name)) visit(n.name);
      return n.initializer && visit(n.initializer);
    }
    if (ts.isPropertyAssignment(n)) {
      key(n.name, target(n.parent) ? out.member : out.key);
      return visit(n.initializer);
    }
    if (ts.isShorthandPropertyAssignment(n)) {
      key(n.name, target(n.parent) ? out.member : out.key);
      return n.objectAssignmentInitializer && visit(n.objectAssignmentInitializer);
    }
    if (ts.isEnumMember(n)) {
      key(n.name, out.key);
      return n.initializer && visit(n.initializer);
    }
    if ((ts.isMethodDeclaration(n) || ts.isAccessor(n)) && ts.isObjectLiteralExpression(n.parent)) key(n.name, out.key);
    if (ts.isClassElement(n) || ts.isMethodDeclaration(n)) {
      // its name is no expression, unless it is computed
      return ts.forEachChild(n, (c) => {
        if (c !== n.name) visit(c);
        else if (ts.isComputedPropertyName(c) && ts.isClassLike(n.parent)) visit(c.expression);
      });
    }
    each(n);
  }
  each(source);
  return out;
}

for (const file of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  let line;
  try {
    line = positions(file);
  } catch (e) {
    line = { file, skip: String(e) };
  }
  process.stdout.write(JSON.stringify(line) + '\n');
}
