// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the comments of the public API: what doclint calls missing, unless a tag would only repeat the signature or
 * the text. The rules are in .github/CONTRIBUTING.md.
 */
class PublicJavadocTest {
    @ParameterizedTest
    @CsvSource({
        "core, core/src/main/java/module-info.java, 400",
        "http, http/src/main/java/module-info.java, 400",
        "http/credentials, http/credentials/src/main/java/module-info.java, 15",
        "http/directories, http/directories/src/main/java/module-info.java, 50",
        "http/explain, http/explain/src/main/java/module-info.java, 30",
        "http/servlet, http/servlet/src/main/java/module-info.java, 10",
        "http/emulator, http/emulator/src/module/java/module-info.java, 40"
    })
    void saysWhatTheSignatureDoesNot(String module, String descriptor, int expected) throws Exception {
        Path root = Path.of("..");
        List<Path> files = new ArrayList<>();
        for (String name : Pattern.compile("exports ([\\w.]+);")
                .matcher(Files.readString(root.resolve(descriptor)))
                .results()
                .map(export -> export.group(1))
                .toList()) {
            Path folder = root.resolve(module).resolve("src/main/java").resolve(name.replace('.', '/'));
            try (Stream<Path> sources = Files.list(folder)) {
                sources.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            PublicApi api = check(manager.getJavaFileObjectsFromPaths(files));
            assertTrue(api.members > expected, api.members + " members");
            assertEquals("", String.join("\n", api.problems));
        }
    }

    /** As the code, except for lines of tables and links, which cannot be wrapped everywhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "core",
                "http",
                "http/credentials",
                "http/directories",
                "http/servlet",
                "http/explain",
                "http/emulator",
                "http/cli"
            })
    void wrapsCommentsAt120Characters(String module) throws IOException {
        Pattern comment = Pattern.compile("^ *(/\\*\\*|\\*|//) (?!.*(https?://|<td>)).{113,}$", Pattern.MULTILINE);
        List<String> problems = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("..").resolve(module).resolve("src/main"))) {
            for (Path file :
                    sources.filter(name -> name.toString().endsWith(".java")).toList()) {
                comment.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .filter(line -> line.length() > 120)
                        .forEach(line -> problems.add(file.getFileName() + ": " + line));
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void findsWhatIsMissing() throws Exception {
        PublicApi api = check(List.of(new SourceText("""
                /** A type. */
                public class Type {
                    public static final int LIMIT = 1;

                    /** Does it. */
                    public int count(String key, Type other) throws java.io.IOException {
                        return 0;
                    }

                    /** Returns the number of objects with the key. */
                    public int named(String key, long partSize) {
                        return 0;
                    }

                    /**
                     * Counts. The part size is in bytes.
                     *
                     * @param key of the object
                     * @return the number of parts
                     * @throws java.io.IOException if the file cannot be read
                     */
                    public int complete(String key, long partSize) throws java.io.IOException {
                        return 0;
                    }

                    @Override
                    public String toString() {
                        return "";
                    }

                    /** Options. */
                    public static final class Builder {
                        Builder() {}

                        /** Sets the key. */
                        public Builder key(String key) {
                            return this;
                        }
                    }
                }
                """)));
        assertEquals(
                List.of("LIMIT: no comment", "count: key", "count: result", "count: IOException", "named: partSize"),
                api.problems.stream()
                        .map(problem -> problem.replaceFirst(".*Type\\.", ""))
                        .toList());
        assertEquals(7, api.members);
    }

    private static PublicApi check(Iterable<? extends JavaFileObject> files) throws Exception {
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, files);
        PublicApi api = new PublicApi(DocTrees.instance(task));
        for (CompilationUnitTree unit : task.parse()) {
            api.scan(unit, null);
        }
        return api;
    }

    /** Visits types and members that are public or protected. */
    private static final class PublicApi extends TreePathScanner<@Nullable Void, @Nullable Void> {
        /** Verbs whose object is the result. */
        private static final Pattern RESULT = Pattern.compile(
                "\\b(?:returns|(?:Computes|Decodes|Encodes|Explains|Formats|Opens|Parses)) ", Pattern.CASE_INSENSITIVE);

        private final DocTrees trees;
        final List<String> problems = new ArrayList<>();
        int members;

        PublicApi(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            if (!isPublic(type.getModifiers())) {
                return null;
            }
            comment(type.getSimpleName());
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitVariable(VariableTree field, @Nullable Void unused) {
            if (isPublic(field.getModifiers())) {
                comment(field.getName());
            }
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (!isPublic(method.getModifiers()) || overrides) {
                return null;
            }
            String comment = comment(method.getName());
            if (comment == null) {
                return null;
            }
            if (comment.contains("Equivalent to {@link") || comment.contains("Like {@link")) {
                return null;
            }
            ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            String text = comment + trees.getDocComment(getCurrentPath().getParentPath());
            boolean setter = type.getSimpleName().contentEquals("Builder")
                    && method.getParameters().size() == 1;
            for (VariableTree parameter : method.getParameters()) {
                if (!names(text, parameter.getName().toString()) && !isSpecific(parameter.getType()) && !setter) {
                    problem(method.getName(), parameter.getName().toString());
                }
            }
            Tree result = method.getReturnType();
            if (result != null
                    && !result.toString().equals("void")
                    && !isSpecific(result)
                    && !comment.contains("@return")
                    && !RESULT.matcher(comment).find()) {
                problem(method.getName(), "result");
            }
            for (ExpressionTree exception : method.getThrows()) {
                String name = exception.toString().replaceFirst(".*\\.", "");
                if (!text.contains(name)) {
                    problem(method.getName(), name);
                }
            }
            return null;
        }

        /** Returns whether a type, or a type argument, says what the value is: it is not of the JDK. */
        private boolean isSpecific(Tree type) {
            return Pattern.compile("[\\w.]+")
                    .matcher(type.toString())
                    .results()
                    .map(MatchResult::group)
                    .anyMatch(name -> name.matches("[A-Z].*") && !isOfJdk(name));
        }

        private boolean isOfJdk(String name) {
            return name.equals("Nullable")
                    || isOfJavaLang(name)
                    || getCurrentPath().getCompilationUnit().getImports().stream()
                            .map(each -> each.getQualifiedIdentifier().toString())
                            .anyMatch(each -> each.startsWith("java.") && each.endsWith("." + name));
        }

        private static boolean isOfJavaLang(String name) {
            try {
                Class.forName("java.lang." + name);
                return true;
            } catch (ClassNotFoundException e) {
                return false;
            }
        }

        /**
         * Returns whether a comment has the words of a name, such as those of {@code partSize}, maybe in the plural.
         */
        private static boolean names(String comment, String name) {
            if (Pattern.compile("\\b" + name + "\\b").matcher(comment).find()) {
                return true;
            }
            String text = comment.toLowerCase(Locale.ROOT);
            return Stream.of(name.split("(?=[A-Z])"))
                    .allMatch(word -> Pattern.compile("\\b" + word.toLowerCase(Locale.ROOT))
                            .matcher(text)
                            .find());
        }

        private @Nullable String comment(CharSequence name) {
            members++;
            String comment = trees.getDocComment(getCurrentPath());
            if (comment == null) {
                problem(name, "no comment");
            }
            return comment;
        }

        private boolean isPublic(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            TreePath parent = getCurrentPath().getParentPath();
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || parent.getLeaf().getKind() == Tree.Kind.INTERFACE;
        }

        private void problem(CharSequence name, String what) {
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            long line = unit.getLineMap()
                    .getLineNumber(trees.getSourcePositions()
                            .getStartPosition(unit, getCurrentPath().getLeaf()));
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            String type = parent instanceof ClassTree enclosing ? enclosing.getSimpleName() + "." : "";
            problems.add(Path.of(unit.getSourceFile().getName()).getFileName() + ":" + line + " " + type + name + ": "
                    + what);
        }
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String text) {
            super(URI.create("string:///Type.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
