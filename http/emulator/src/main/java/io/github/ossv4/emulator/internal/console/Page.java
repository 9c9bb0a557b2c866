// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.operation.InjectedFault;
import io.github.ossv4.emulator.internal.operation.PendingFaults;
import io.github.ossv4.emulator.internal.operation.Services;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.VersionPage;
import io.github.ossv4.emulator.internal.wire.CallbackAttempt;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.SignatureVerdict;
import io.github.ossv4.explain.SignatureMistake;
import io.github.ossv4.text.PercentEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The page at {@code /} for browsers: requests, callbacks, objects, uploads and faults. If a bucket has more than 100
 * objects, other pages list the rest. The pages contain no script, and cannot be shown in a frame: an object with a script
 * has the same origin and must not read them. Thread-safe.
 */
public record Page(Services services, PendingFaults faults, RecentRequests requests, Links links) {
    private static final String STYLE_PATH = "/-/page.css";
    private static final String ICON_PATH = "/-/icon.svg";
    private static final String BUCKET_PATH = "/-/bucket";
    private static final int MAX_OBJECTS = 100;
    private static final int MAX_UPLOADS = 100;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String ICON = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">"
            + "<rect width=\"16\" height=\"16\" rx=\"3\" fill=\"#0b57d0\"/>"
            + "<path d=\"M3 5h10M3 8h10M3 11h6\" stroke=\"#fff\" stroke-width=\"1.6\" stroke-linecap=\"round\"/></svg>";

    /** Links to objects that a browser can follow. */
    public interface Links {
        /** Returns the presigned path and query of a download. */
        String download(String bucket, String key);
    }

    /** Returns the response to a browser that opens the page or loads a part of it; null for other requests. */
    @Nullable
    ServerResponse respond(ReceivedRequest request) {
        if (request.header("origin") != null) {
            return null;
        }
        return switch (request.path()) {
            case "/" ->
                isNavigation(request)
                                && request.resource().bucket() == null
                                && request.query().isEmpty()
                        ? html(document())
                        : null;
            case BUCKET_PATH -> isNavigation(request) ? bucketPage(request) : null;
            case STYLE_PATH -> ConsoleResponse.of(200, "text/css; charset=utf-8", style());
            case ICON_PATH -> ConsoleResponse.of(200, "image/svg+xml", ICON);
            default -> null;
        };
    }

    private static boolean isNavigation(ReceivedRequest request) {
        String accept = request.header("accept");
        String destination = request.header("sec-fetch-dest");
        return request.header("authorization") == null
                && accept != null
                && accept.contains("text/html")
                && (destination == null || destination.equals("document"));
    }

    private ServerResponse bucketPage(ReceivedRequest request) {
        String name = request.query().getOrDefault("name", "");
        return services.buckets().contains(name)
                ? html(bucketDocument(name, request.query().getOrDefault("after", "")))
                : ConsoleResponse.of(404, "text/plain; charset=utf-8", "There is no bucket of this name.\n");
    }

    private static ServerResponse html(String document) {
        return ConsoleResponse.of(200, "text/html; charset=utf-8", document)
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'")
                .header("X-Frame-Options", "DENY")
                // A page that opened this one cannot read it, not even one of the same origin.
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Referrer-Policy", "no-referrer");
    }

    private static String style() {
        try (InputStream css = Page.class.getResourceAsStream("page.css")) {
            if (css == null) {
                throw new IllegalStateException("page.css is missing");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the document. */
    String document() {
        List<HandledRequest> latest = new ArrayList<>(requests.all());
        Collections.reverse(latest);
        HtmlDocument html = start("/");
        html.open("nav", "aria-label", "Sections");
        for (String section : new String[] {"Requests", "Callbacks", "Objects", "Uploads", "Faults"}) {
            html.element("a", section, "href", "#" + section.toLowerCase(Locale.ROOT));
        }
        html.close().close().open("main");
        String none = "None yet. The last 100 requests are shown here, the newest first.";
        startSection(html, "Requests", "ol", none, latest, request -> addRequest(html, request))
                .close();
        List<Map.Entry<HandledRequest, CallbackAttempt>> callbacks = latest.stream()
                .flatMap(request -> request.callbacks().stream().map(callback -> Map.entry(request, callback)))
                .toList();
        startSection(
                        html,
                        "Callbacks",
                        "ol",
                        "None in the last 100 requests.",
                        callbacks,
                        callback -> addCallback(html, callback.getKey(), callback.getValue()))
                .close();
        addObjects(html);
        addUploads(html);
        startSection(html, "Faults", "ul", "No fault is set.", faults.all(), fault -> addFault(html, fault))
                .close();
        return html.toString();
    }

    private String bucketDocument(String bucket, String after) {
        HtmlDocument html = start(bucketPath(bucket, after));
        html.open("nav", "aria-label", "Pages").element("a", "Overview", "href", "/");
        if (!after.isEmpty()) {
            html.element("a", "First objects", "href", bucketPath(bucket, ""));
        }
        html.close().close().open("main");
        startSection(html, "Objects");
        addBucket(html, bucket, after);
        return html.toString();
    }

    private static String bucketPath(String bucket, String after) {
        return BUCKET_PATH + "?name=" + bucket + (after.isEmpty() ? "" : "&after=" + PercentEncoding.encode(after));
    }

    /** Starts a document up to the navigation. */
    private HtmlDocument start(String path) {
        HtmlDocument html = new HtmlDocument().open("html", "lang", "en").open("head");
        html.open("meta", "charset", "utf-8")
                .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .open("meta", "name", "color-scheme", "content", "light dark")
                .element("title", "OSS emulator")
                .open("link", "rel", "stylesheet", "href", STYLE_PATH)
                .open("link", "rel", "icon", "href", ICON_PATH)
                .close();
        html.open("body").open("header").open("div", "class", "title");
        html.element("h1", "OSS emulator")
                .element("a", "Reload", "href", path, "class", "button")
                .close();
        html.open("p")
                .element("code", "http://" + services.endpoint())
                .text(" in ")
                .element("code", services.region())
                .close();
        return html;
    }

    private static HtmlDocument startSection(HtmlDocument html, String title) {
        String id = title.toLowerCase(Locale.ROOT);
        return html.open("section", "id", id, "aria-labelledby", id + "-title")
                .element("h2", title, "id", id + "-title");
    }

    /** Starts a section with a list, or with a note if the list is empty. */
    private static <T> HtmlDocument startSection(
            HtmlDocument html, String title, String listTag, String note, List<T> rows, Consumer<T> addRow) {
        startSection(html, title);
        if (rows.isEmpty()) {
            addNote(html, note);
        } else {
            html.open(listTag, "class", "rows");
            rows.forEach(addRow);
            html.close();
        }
        return html;
    }

    private static void addNote(HtmlDocument html, String note) {
        html.element("p", note, "class", "note");
    }

    private static void addRequest(HtmlDocument html, HandledRequest request) {
        HandledRequest.Result result = request.result();
        html.open("li");
        addHead(
                html,
                result.status(),
                request.target().method(),
                request.target().resource());
        List<String> facts = new ArrayList<>();
        if (request.target().operation() != null) {
            facts.add(request.target().operation());
        }
        if (request.verdict() != SignatureVerdict.NOT_CHECKED) {
            facts.add(request.verdict().text());
        }
        facts.add(request.traffic().millis() + " ms");
        facts.add(SizeText.format(request.traffic().bytesIn()) + " in, "
                + SizeText.format(request.traffic().bytesOut()) + " out");
        addFacts(html, facts, request.time());
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
            addMistake(html, mistake);
        }
        if (request.fault() != null) {
            html.element("p", "Injected: " + request.fault(), "class", "warning");
        }
        html.close();
    }

    private static void addMistake(HtmlDocument html, SignatureMistake mistake) {
        html.open("dl");
        if (mistake.line() != null) {
            html.element("dt", "Differs").element("dd", mistake.line());
        }
        addPair(html, "Signed", mistake.signed());
        addPair(html, "Expected", mistake.expected());
        html.element("dt", "Cause").element("dd", mistake.cause()).close();
    }

    private static void addPair(HtmlDocument html, String name, @Nullable String value) {
        if (value != null) {
            html.element("dt", name).open("dd").element("code", value).close();
        }
    }

    /** Adds the first line of a row. The status is readable without its color. */
    private static void addHead(HtmlDocument html, int status, String method, String target) {
        String kind = status >= 200 && status < 400 && status != 203 ? "ok" : "bad";
        html.open("p", "class", "head")
                .element("span", status == 0 ? "none" : Integer.toString(status), "class", "status " + kind)
                .text(" ")
                .element("span", method, "class", "verb")
                .text(" ")
                .element("code", target)
                .close();
    }

    private static void addFacts(HtmlDocument html, List<String> facts, Instant time) {
        html.open("p", "class", "facts").element("time", TIME.format(time), "datetime", time.toString());
        facts.forEach(fact -> html.text(" · ").element("span", fact));
        html.close();
    }

    private static void addCallback(HtmlDocument html, HandledRequest request, CallbackAttempt callback) {
        html.open("li");
        addHead(html, callback.status(), "POST", callback.url());
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
        addPair(html, "Received", callback.received());
        html.close().close();
    }

    private void addObjects(HtmlDocument html) {
        startSection(html, "Objects");
        services.buckets().all().forEach(bucket -> addBucket(html, bucket.name(), ""));
        html.close();
    }

    private void addBucket(HtmlDocument html, String bucket, String after) {
        html.element("h3", bucket);
        VersionPage page = list(bucket, after);
        if (page.versions().isEmpty()) {
            addNote(html, after.isEmpty() ? "This bucket is empty." : "There are no more objects.");
            return;
        }
        html.open("ul", "class", "rows");
        for (VersionPage.ListedVersion listed : page.versions()) {
            StoredObject object = (StoredObject) listed.version();
            html.open("li").open("p", "class", "head");
            html.element("a", listed.key(), "href", links.download(bucket, listed.key()));
            html.close();
            addFacts(
                    html,
                    List.of(
                            SizeText.format(object.body().size()),
                            object.attributes().metadata().contentType()),
                    object.lastModified());
            html.close();
        }
        html.close();
        if (page.isTruncated()) {
            html.open("p", "class", "note")
                    .element(
                            "a",
                            "More objects of " + bucket,
                            "href",
                            bucketPath(bucket, page.last().key()))
                    .close();
        }
    }

    /** Returns at most 100 objects of a bucket after a key; an empty page if the bucket was deleted meanwhile. */
    private VersionPage list(String bucket, String after) {
        try {
            return services.store().list(bucket, "", "", after, MAX_OBJECTS);
        } catch (OssException e) {
            return VersionPage.EMPTY;
        }
    }

    private void addUploads(HtmlDocument html) {
        List<PendingUpload> pending = services.buckets().all().stream()
                .flatMap(bucket -> services.uploads().in(bucket.name()).stream())
                .toList();
        List<PendingUpload> shown = pending.stream().limit(MAX_UPLOADS).toList();
        String note = "No multipart upload is in progress.";
        startSection(html, "Uploads", "ul", note, shown, upload -> addUpload(html, upload));
        if (pending.size() > MAX_UPLOADS) {
            addNote(html, "Only " + MAX_UPLOADS + " of " + pending.size() + " uploads are shown.");
        }
        html.close();
    }

    private static void addUpload(HtmlDocument html, PendingUpload upload) {
        List<StoredPart> parts;
        try {
            parts = upload.parts();
        } catch (OssException e) {
            // The upload was completed or aborted meanwhile.
            return;
        }
        long bytes = parts.stream().mapToLong(part -> part.body().size()).sum();
        html.open("li").open("p", "class", "head");
        html.element("code", upload.name().bucket() + "/" + upload.name().key()).close();
        addFacts(
                html,
                List.of(
                        parts.size() == 1 ? "1 part" : parts.size() + " parts",
                        SizeText.format(bytes),
                        "ID " + upload.id()),
                upload.initiated());
        html.close();
    }

    private static void addFault(HtmlDocument html, InjectedFault fault) {
        String text = fault.description()
                + (fault.operation() == null ? "" : " on " + fault.operation())
                + (fault.times() == 1 ? ", once" : ", " + fault.times() + " times");
        html.open("li").element("p", text, "class", "warning").close();
    }
}
