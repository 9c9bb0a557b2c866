// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.util.Locale;

/**
 * The result of a check, on one line. Only the message about missing credentials has a line for each place.
 *
 * @param check the name of the check
 * @param message what was found
 * @param advice what to do; empty if there is nothing to do
 */
record Finding(Status status, String check, String message, String advice) implements Result {
    private static final int MAX_SHOWN = 2000;

    /** The severity of a finding. */
    enum Status {
        /** The setting is right. */
        OK,
        /** It can work, or it is not known whether it does. */
        WARN,
        /** It does not work. */
        FAIL
    }

    static Finding ok(String check, String message) {
        return new Finding(Status.OK, check, message, "");
    }

    static Finding warn(String check, String message, String advice) {
        return new Finding(Status.WARN, check, message, advice);
    }

    static Finding fail(String check, String message, String advice) {
        return new Finding(Status.FAIL, check, message, advice);
    }

    boolean isFailed() {
        return status == Status.FAIL;
    }

    @Override
    public String text() {
        String line = String.format(Locale.ROOT, "%-4s  %s: %s", status, check, message);
        return PrintableText.truncate(advice.isEmpty() ? line : line + "; " + advice, MAX_SHOWN);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("check", check);
        json.writeStringField("status", status.name());
        json.writeStringField("message", message);
        json.writeStringField("advice", advice);
    }
}
