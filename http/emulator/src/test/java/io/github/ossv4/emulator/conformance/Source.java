// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

/** The source of a rule, as Markdown. */
record Source(String markdown) {
    /** Returns a page of the vendor's reference. */
    static Source page(String name) {
        return new Source("[" + name + "](https://help.aliyun.com/zh/oss/developer-reference/" + name + ")");
    }

    /** Returns the vendor's page of an error, by its EC. */
    static Source ec(String ec) {
        return new Source("[" + ec + "](https://api.aliyun.com/troubleshoot?q=" + ec + ")");
    }

    /** Returns what official SDKs send or rely on. */
    static Source sdks(String which) {
        return new Source("SDKs: " + which);
    }

    /** Returns a response of OSS that somebody published. */
    static Source recorded(String where) {
        return new Source("recorded: " + where);
    }

    /** Returns a fact from which the rule was concluded. */
    static Source inferred(String from) {
        return new Source("inferred: " + from);
    }
}
