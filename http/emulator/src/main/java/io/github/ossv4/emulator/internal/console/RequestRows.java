// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.CallbackAttempt;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.SignatureVerdict;
import io.github.ossv4.explain.SignatureMistake;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of the page about requests and callbacks. */
record RequestRows(HtmlDocument html) {
    private static final int FIRST_ERROR = 400;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Returns whether the response to a request was an error, or none was sent. */
    static boolean isFailed(HandledRequest request) {
        return request.result().status() == 0 || request.result().status() >= FIRST_ERROR;
    }

    /** Adds a request, or one row for all parts of a run. */
    void addRun(List<HandledRequest> run) {
        if (run.size() == 1) {
            addRequest(run.get(0));
            return;
        }
        html.open("li");
        addHead(run.get(0));
        String requests = run.get(0).target().operation() + ", " + run.size() + " requests";
        List<String> facts = run.get(0).target().part() == null
                ? List.of(requests, sum(run, HandledRequest.Traffic::bytesOut) + " out")
                : List.of(requests, partNumbers(run), sum(run, HandledRequest.Traffic::bytesIn) + " in");
        addFacts(html, facts, run.get(0).time());
        html.open("details").element("summary", "Each request").open("ol", "class", "rows");
        run.forEach(this::addRequest);
        html.close().close().close();
    }

    private static String sum(List<HandledRequest> run, ToLongFunction<HandledRequest.Traffic> bytes) {
        return SizeText.format(
                run.stream().map(HandledRequest::traffic).mapToLong(bytes).sum());
    }

    private static String partNumbers(List<HandledRequest> run) {
        IntSummaryStatistics numbers = run.stream()
                .flatMap(request -> Stream.ofNullable(request.target().part()))
                .mapToInt(HandledRequest.Part::number)
                .summaryStatistics();
        return numbers.getMin() == numbers.getMax()
                ? "part " + numbers.getMin()
                : "parts " + numbers.getMin() + " to " + numbers.getMax();
    }

    private void addRequest(HandledRequest request) {
        html.open("li");
        addHead(request);
        addFacts(html, facts(request), request.time());
        addError(request);
        if (request.note() != null) {
            html.element("p", request.note(), "class", "warning");
        }
        if (request.fault() != null) {
            html.element("p", "Injected: " + request.fault(), "class", "warning");
        }
        html.close();
    }

    private static List<String> facts(HandledRequest request) {
        List<String> facts = new ArrayList<>();
        if (request.target().operation() != null) {
            facts.add(request.target().operation());
        }
        if (request.target().part() != null) {
            facts.add("part " + request.target().part().number());
        }
        if (request.verdict() != SignatureVerdict.NOT_CHECKED) {
            facts.add(request.verdict().text());
        }
        facts.add(request.traffic().millis() + " ms");
        facts.add(SizeText.format(request.traffic().bytesIn()) + " in, "
                + SizeText.format(request.traffic().bytesOut()) + " out");
        return facts;
    }

    private void addError(HandledRequest request) {
        HandledRequest.Result result = request.result();
        SignatureMistake mistake = request.mistake();
        if (result.code() != null || result.message() != null) {
            html.open("p", "class", "error");
            if (result.code() != null) {
                html.element("strong", result.code());
                html.text(result.ec() == null ? " " : " " + result.ec() + " ");
            }
            html.text(mistake == null && result.message() != null ? result.message() : "")
                    .close();
        }
        if (mistake != null) {
            addMistake(mistake);
        }
    }

    private void addMistake(SignatureMistake mistake) {
        html.open("dl");
        if (mistake.line() != null) {
            html.element("dt", "Differs").element("dd", mistake.line());
        }
        addPair("Signed", mistake.signed());
        addPair("Expected", mistake.expected());
        html.element("dt", "Cause").element("dd", mistake.cause()).close();
    }

    private void addPair(String name, @Nullable String value) {
        if (value != null) {
            html.element("dt", name).open("dd").element("code", value).close();
        }
    }

    private void addHead(HandledRequest request) {
        addHead(
                request.result().status(),
                request.target().method(),
                request.target().resource());
    }

    /** Adds the first line of a row. The status is readable without its color. */
    private void addHead(int status, String method, String target) {
        String kind = status >= 200 && status < FIRST_ERROR && status != 203 ? "ok" : "bad";
        html.open("p", "class", "head")
                .element("span", status == 0 ? "none" : Integer.toString(status), "class", "status " + kind)
                .text(" ")
                .element("span", method, "class", "verb")
                .text(" ")
                .element("code", target)
                .close();
    }

    /** Adds the second line of a row. */
    static void addFacts(HtmlDocument html, List<String> facts, Instant time) {
        html.open("p", "class", "facts").element("time", TIME.format(time), "datetime", time.toString());
        facts.forEach(fact -> html.text(" · ").element("span", fact));
        html.close();
    }

    /** Adds a callback of a request. */
    void addCallback(HandledRequest request, CallbackAttempt callback) {
        html.open("li");
        addHead(callback.status(), "POST", callback.url());
        addFacts(
                html,
                List.of(
                        "after " + request.target().method() + " "
                                + request.target().resource(),
                        callback.millis() + " ms"),
                request.time());
        if (callback.failure() != null) {
            html.element("p", callback.failure(), "class", "error");
        }
        html.open("dl");
        html.element("dt", "Sent").open("dd").element("code", callback.sent()).close();
        addPair("Received", callback.received());
        html.close().close();
    }
}
