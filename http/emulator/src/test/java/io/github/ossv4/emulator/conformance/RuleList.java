// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import java.util.ArrayList;
import java.util.List;

/** Rules in the order of the document. Mutable. */
final class RuleList {
    private final List<Rule> rules = new ArrayList<>();
    private String operation = "";
    private Source page = new Source("");

    /** Starts the rules of an operation whose page is the usual source. */
    RuleList of(String name, String pageName) {
        operation = name;
        page = Source.page(pageName);
        return this;
    }

    /** Adds a rule of the operation's page. */
    RuleList rule(String text, Rule.Check check) {
        return rule(text, page, check);
    }

    /** Adds a rule from another source. */
    RuleList rule(String text, Source source, Rule.Check check) {
        rules.add(new Rule(operation, text, source, false, check));
        return this;
    }

    /** Adds a rule whose test requires the emulator. */
    RuleList onEmulator(String text, Source source, Rule.Check check) {
        rules.add(new Rule(operation, text, source, true, check));
        return this;
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }
}
