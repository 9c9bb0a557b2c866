// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Counts the lines of the bodies of methods, as the formatter breaks them. A line counts if it contains a letter or a
 * digit: empty lines, and lines of brackets, do not count. Comments are counted, so the jobs have none in their bodies.
 */
final class JobLines {
    private JobLines() {}

    /**
     * Returns the number of lines of each method, in the order of the source.
     *
     * @param source a file with one class whose members are methods
     * @throws IllegalArgumentException if the class has other members, whose lines would not be counted
     */
    static Map<String, Integer> count(String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, null, null, List.of(new SourceText(source)));
        CompilationUnitTree unit = task.parse().iterator().next();
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (Tree member : ((ClassTree) unit.getTypeDecls().get(0)).getMembers()) {
            if (!(member instanceof MethodTree method)) {
                throw new IllegalArgumentException("not a method: " + member);
            }
            List<? extends StatementTree> statements = method.getBody().getStatements();
            long start = positions.getStartPosition(unit, statements.get(0));
            long end = positions.getEndPosition(unit, statements.get(statements.size() - 1));
            lines.put(
                    method.getName().toString(),
                    Math.toIntExact(source.substring((int) start, (int) end)
                            .lines()
                            .filter(line -> line.codePoints().anyMatch(Character::isLetterOrDigit))
                            .count()));
        }
        return lines;
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String text) {
            super(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
