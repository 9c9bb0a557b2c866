// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.operation.InjectedFault;
import io.github.ossv4.emulator.internal.operation.PendingFaults;
import io.github.ossv4.emulator.internal.operation.Services;
import io.github.ossv4.emulator.internal.store.Bucket;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.VersionPage;
import io.github.ossv4.emulator.internal.wire.CallbackAttempt;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.text.PercentEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The page at {@code /} for browsers: requests, callbacks, faults, uploads and objects, the longest list last. At
 * {@code /?requests=failed} its first section has only the failed requests. If a bucket has more than 100 objects,
 * other pages list the rest. The pages contain no script, and cannot be shown in a frame: an object with a script has
 * the same origin and must not read them. Thread-safe.
 *
 * <p>Rule: The page runs no script, and no other page can read or frame it ({@code EmulatorPageBrowserTest}).
 */
public record Page(Services services, PendingFaults faults, RecentRequests requests, Links links) {
    private static final String STYLE_PATH = "/-/page.css";
    private static final String ICON_PATH = "/-/icon.svg";
    private static final String BUCKET_PATH = "/-/bucket";
    private static final int MAX_OBJECTS = 100;
    private static final int MAX_UPLOADS = 100;
    private static final int MAX_ROWS = 20;

    private static final String ICON = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">"
            + "<rect width=\"16\" height=\"16\" rx=\"3\" fill=\"#0b57d0\"/>"
            + "<path d=\"M3 5h10M3 8h10M3 11h6\" stroke=\"#fff\" stroke-width=\"1.6\" stroke-linecap=\"round\"/></svg>";

    /** The requests that a page shows. */
    private enum Shown {
        ALL("/", "Requests", "None yet. The last 100 requests are shown here, the newest first."),
        FAILED("/?requests=failed", "Failed requests", "None yet. The last 100 failed requests are shown here.");

        final String path;
        final String title;
        final String note;

        Shown(String path, String title, String note) {
            this.path = path;
            this.title = title;
            this.note = note;
        }
    }

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
            case "/" -> isNavigation(request) && request.resource().bucket() == null ? overview(request.query()) : null;
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

    /** Returns the overview; null for a query of OSS, such as that of ListBuckets. */
    private @Nullable ServerResponse overview(Map<String, String> query) {
        if (query.isEmpty()) {
            return html(document(Shown.ALL));
        }
        return query.equals(Map.of("requests", "failed")) ? html(document(Shown.FAILED)) : null;
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

    private String document(Shown shown) {
        List<HandledRequest> latest = newestFirst(requests.all());
        List<HandledRequest> failed = newestFirst(requests.failed());
        List<Map.Entry<HandledRequest, CallbackAttempt>> callbacks = newestFirst(requests.withCallback()).stream()
                .flatMap(request -> request.callbacks().stream().map(callback -> Map.entry(request, callback)))
                .toList();
        List<PendingUpload> pending = services.buckets().all().stream()
                .flatMap(bucket -> services.uploads().in(bucket.name()).stream())
                .toList();
        long objects = services.buckets().all().stream()
                .mapToLong(Bucket::countObjects)
                .sum();
        List<InjectedFault> set = faults.all();
        HtmlDocument html = start(shown.path);
        html.open("nav", "aria-label", "Sections");
        addLink(html, "Requests " + latest.size(), shown == Shown.ALL ? "#requests" : Shown.ALL.path);
        addLink(html, "Failed " + failed.size(), shown == Shown.ALL ? Shown.FAILED.path : "#requests");
        addLink(html, "Callbacks " + callbacks.size(), "#callbacks");
        addLink(html, "Faults " + set.size(), "#faults");
        addLink(html, "Uploads " + pending.size(), "#uploads");
        addLink(html, "Objects " + objects, "#objects");
        html.close().close().open("main");
        RequestRows rows = new RequestRows(html);
        startSection(html, "requests", shown.title);
        List<List<HandledRequest>> runs = RequestRuns.of(shown == Shown.ALL ? latest : failed);
        addRows(html, shown.title, "ol", shown.note, runs, rows::addRun);
        startSection(html.close(), "Callbacks");
        String none = "None yet. The last 100 uploads with a callback are shown here.";
        addRows(html, "Callbacks", "ol", none, callbacks, each -> rows.addCallback(each.getKey(), each.getValue()));
        startSection(html.close(), "Faults");
        addRows(html, "Faults", "ul", "No fault is set.", set, fault -> addFault(html, fault));
        addUploads(html.close(), pending);
        addObjects(html);
        return html.toString();
    }

    private static List<HandledRequest> newestFirst(List<HandledRequest> requests) {
        List<HandledRequest> newest = new ArrayList<>(requests);
        Collections.reverse(newest);
        return newest;
    }

    private static void addLink(HtmlDocument html, String text, String href) {
        html.element("a", text, "href", href);
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

    private static void startSection(HtmlDocument html, String title) {
        startSection(html, title.toLowerCase(Locale.ROOT), title);
    }

    private static void startSection(HtmlDocument html, String id, String title) {
        html.open("section", "id", id, "aria-labelledby", id + "-title").element("h2", title, "id", id + "-title");
    }

    /** Adds a list, whose first rows are visible at once; a note if the list is empty. */
    private static <T> void addRows(
            HtmlDocument html, String title, String listTag, String note, List<T> rows, Consumer<T> addRow) {
        if (rows.isEmpty()) {
            addNote(html, note);
            return;
        }
        int visible = Math.min(MAX_ROWS, rows.size());
        html.open(listTag, "class", "rows");
        rows.subList(0, visible).forEach(addRow);
        html.close();
        if (visible < rows.size()) {
            html.open("details")
                    .element("summary", "More " + title.toLowerCase(Locale.ROOT))
                    .open(listTag, "class", "rows");
            rows.subList(visible, rows.size()).forEach(addRow);
            html.close().close();
        }
    }

    private static void addNote(HtmlDocument html, String note) {
        html.element("p", note, "class", "note");
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
            RequestRows.addFacts(
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

    private static void addUploads(HtmlDocument html, List<PendingUpload> pending) {
        startSection(html, "Uploads");
        List<PendingUpload> shown = pending.stream().limit(MAX_UPLOADS).toList();
        String note = "No multipart upload is in progress.";
        addRows(html, "Uploads", "ul", note, shown, upload -> addUpload(html, upload));
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
        RequestRows.addFacts(
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
