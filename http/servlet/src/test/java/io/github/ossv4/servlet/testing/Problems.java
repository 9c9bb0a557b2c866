// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.servlet.CallbackProblem;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The problems that an endpoint reported. */
public final class Problems implements Consumer<CallbackProblem> {
    private final List<CallbackProblem> problems = new CopyOnWriteArrayList<>();

    @Override
    public void accept(CallbackProblem problem) {
        problems.add(problem);
    }

    /** Returns the only problem since the last call. */
    public CallbackProblem single() {
        assertEquals(1, problems.size(), problems.toString());
        return problems.remove(0);
    }

    public List<CallbackProblem> all() {
        return List.copyOf(problems);
    }

    public void clear() {
        problems.clear();
    }
}
