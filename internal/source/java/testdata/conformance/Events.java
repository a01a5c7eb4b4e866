import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.io.*;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.MessageDigest;
import java.util.*;
import javax.tools.*;

/**
 * Lists what the compiler's own parser finds in each file whose path is a line of the
 * input: calls, member accesses in expressions and literals, each with its place in
 * characters. A file begins with "file PATH", or is "skip REASON PATH".
 */
public class Events {
  public static void main(String[] args) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    PrintWriter out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path; (path = in.readLine()) != null; ) {
      String text = Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
      DiagnosticCollector<JavaFileObject> faults = new DiagnosticCollector<>();
      JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
        @Override public CharSequence getCharContent(boolean ignore) { return text; }
      };
      JavacTask task = (JavacTask) compiler.getTask(null, null, faults, List.of("-XDallowStringFolding=false", "-proc:none"), null, List.of(file));
      CompilationUnitTree unit = task.parse().iterator().next();
      boolean broken = faults.getDiagnostics().stream().anyMatch(d -> d.getKind() == Diagnostic.Kind.ERROR);
      out.println("file " + path);
      if (broken || text.indexOf('\0') >= 0 || text.contains("\\u")) {
        out.println("skip " + (broken ? "error" : "escapes"));
        continue;
      }
      new Scanner(unit, Trees.instance(task).getSourcePositions(), out).scan(unit.getTypeDecls(), null);
      out.println("end");
    }
    out.flush();
  }

  static class Scanner extends TreeScanner<Void, Void> {
    final CompilationUnitTree unit;
    final SourcePositions places;
    final PrintWriter out;

    Scanner(CompilationUnitTree unit, SourcePositions places, PrintWriter out) {
      this.unit = unit;
      this.places = places;
      this.out = out;
    }

    long start(Tree t) { return places.getStartPosition(unit, t); }
    long end(Tree t) { return places.getEndPosition(unit, t); }

    @Override public Void visitMethodInvocation(MethodInvocationTree t, Void v) {
      out.println("call " + start(t) + " " + end(t));
      scan(t.getMethodSelect(), v);
      return scan(t.getArguments(), v);
    }

    @Override public Void visitNewClass(NewClassTree t, Void v) {
      if (end(t) >= 0 && t.getEnclosingExpression() == null) out.println("call " + start(t) + " " + end(t));
      return created(t, v);
    }

    Void created(NewClassTree t, Void v) {
      scan(t.getEnclosingExpression(), v);
      scan(t.getArguments(), v);
      return t.getClassBody() == null ? null : scan(t.getClassBody().getMembers(), v);
    }

    @Override public Void visitMemberSelect(MemberSelectTree t, Void v) {
      String name = t.getIdentifier().toString();
      switch (name) {
        case "class": return null;
        case "this", "super": return null;
      }
      out.println("attr " + end(t) + " " + name);
      return scan(t.getExpression(), v);
    }

    @Override public Void visitLiteral(LiteralTree t, Void v) {
      switch (t.getKind()) {
        case STRING_LITERAL, CHAR_LITERAL -> out.println("text " + start(t) + " " + end(t) + " " + digest(t.getValue().toString()));
        default -> { }
      }
      return null;
    }

    static String digest(String s) {
      try {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(s.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().formatHex(sum, 0, 8);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override public Void visitClass(ClassTree t, Void v) {
      scan(t.getModifiers(), v);
      for (Tree m : t.getMembers()) {
        if (m instanceof VariableTree f && t.getKind() == Tree.Kind.ENUM && constant(f)) {
          created((NewClassTree) f.getInitializer(), v);
        } else {
          scan(m, v);
        }
      }
      return null;
    }

    /** A constant of an enumeration has an initializer that the parser made. */
    boolean constant(VariableTree f) {
      return f.getInitializer() instanceof NewClassTree n && (start(n) < 0 || start(f.getType()) < 0 || end(f.getType()) < 0);
    }

    @Override public Void visitVariable(VariableTree t, Void v) {
      scan(t.getModifiers(), v);
      return scan(t.getInitializer(), v);
    }

    @Override public Void visitMethod(MethodTree t, Void v) {
      scan(t.getModifiers(), v);
      scan(t.getParameters(), v);
      return scan(t.getBody(), v); // the default of an annotation is nobody's value
    }

    @Override public Void visitTypeCast(TypeCastTree t, Void v) { return scan(t.getExpression(), v); }
    @Override public Void visitInstanceOf(InstanceOfTree t, Void v) { return scan(t.getExpression(), v); }
    @Override public Void visitParameterizedType(ParameterizedTypeTree t, Void v) { return null; }
    @Override public Void visitAnnotatedType(AnnotatedTypeTree t, Void v) { return null; }
    @Override public Void visitArrayType(ArrayTypeTree t, Void v) { return null; }
    @Override public Void visitMemberReference(MemberReferenceTree t, Void v) { return scan(t.getQualifierExpression(), v); }
    @Override public Void visitAnnotation(AnnotationTree t, Void v) {
      for (ExpressionTree a : t.getArguments()) scan(a instanceof AssignmentTree s ? s.getExpression() : a, v);
      return null;
    }

    @Override public Void visitNewArray(NewArrayTree t, Void v) {
      scan(t.getDimensions(), v);
      return scan(t.getInitializers(), v);
    }

    @Override public Void visitCase(CaseTree t, Void v) {
      scan(t.getExpressions(), v);
      scan(t.getGuard(), v);
      return t.getCaseKind() == CaseTree.CaseKind.RULE ? scan(t.getBody(), v) : scan(t.getStatements(), v);
    }

    @Override public Void visitCatch(CatchTree t, Void v) { return scan(t.getBlock(), v); }
  }
}
