// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.DeclinedException;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;

/**
 * Asks the user before a command deletes or changes objects.
 *
 * @param yes whether {@code --yes} is given: then nothing is asked
 */
record Confirmation(Console console, boolean yes) {
    /**
     * Checks that the question can be asked, before anything is sent.
     *
     * @param action what requires an answer, such as {@code to delete}
     * @throws UsageException if there is neither {@code --yes} nor a terminal
     */
    void requireAnswer(String action) {
        if (!yes && !console.canAsk()) {
            throw new UsageException("--yes is required " + action + " without a terminal");
        }
    }

    /**
     * Asks.
     *
     * @param undone the message if the answer is no
     * @throws DeclinedException if the answer is no
     * @throws UsageException if there is neither {@code --yes} nor a terminal
     */
    void ask(String question, String undone) throws IOException {
        if (yes) {
            return;
        }
        if (!console.canAsk()) {
            throw new UsageException(question + " --yes is required without a terminal");
        }
        if (!console.ask(question)) {
            throw new DeclinedException(undone);
        }
    }

    /**
     * Asks about objects, with their number and size, which requires a list of them. Nothing is asked if there are
     * none.
     *
     * @param action the start of the question, such as {@code delete}
     * @throws DeclinedException if the answer is no
     * @throws UsageException if there is neither {@code --yes} nor a terminal
     */
    void ask(String action, SelectedObjects objects) throws IOException {
        if (yes) {
            return;
        }
        long count = 0;
        long bytes = 0;
        for (ListedObject object : objects) {
            count++;
            bytes += object.size();
        }
        if (count > 0) {
            String what = Deletion.objects(count) + ", " + ByteSize.format(bytes) + ", of " + objects.folder();
            ask(action + " " + what + "?", objects.folder() + ": nothing was changed");
        }
    }
}
