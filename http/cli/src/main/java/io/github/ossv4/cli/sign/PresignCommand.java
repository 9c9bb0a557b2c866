// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.CallbackOptions;
import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.DurationConverter;
import io.github.ossv4.cli.bucket.ObjectOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.BucketRequest;
import io.github.ossv4.http.PresignedUrl;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Signer;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs a URL with which others can get or put one object. Sends nothing. */
@Command(
        footer = {
            "  ossv4 presign get oss://examplebucket/photos/cat.jpg --expires 1h",
            "  ossv4 presign put oss://examplebucket/photos/cat.jpg --content-type image/jpeg \\",
            "      --callback-url https://app.example.com/uploaded --var x:user=42",
            "",
            "Standard output is the URL alone: whoever has it can send the request until it expires.",
            "On a terminal, standard error shows the expiry and the headers to send.",
            "JSON: method, url, headers (to be sent unchanged), expires."
        })
public final class PresignCommand extends BucketCommand {
    @Mixin
    private ObjectOptions headers = new ObjectOptions();

    @Mixin
    private CallbackOptions callback = new CallbackOptions();

    @Parameters(index = "0", paramLabel = "get|put", description = "The request that the URL is for.")
    private String method = "";

    @SuppressWarnings("NullAway.Init") // Picocli requires it.
    @Parameters(index = "1", paramLabel = "oss://BUCKET/KEY", description = "The object.")
    private OssUrl object;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = DurationConverter.Validity.class,
            description = "Validity such as 10m or 7d, at most 7 days, 12 hours with a security token; default: 10m.")
    private Duration expires = Duration.ofMinutes(10);

    @Option(names = "--forbid-overwrite", description = "put: refuse the upload if the object exists.")
    private boolean forbidOverwrite;

    @Option(names = "--version-id", paramLabel = "ID", description = "get: version of the object.")
    private @Nullable String versionId;

    @Option(names = "--process", paramLabel = "STYLE", description = "get: processing, such as image/resize,w_200.")
    private @Nullable String process;

    @Option(
            names = "--response-content-disposition",
            paramLabel = "TEXT",
            description = "get: Content-Disposition of the response.")
    private @Nullable String responseContentDisposition;

    @Option(names = "--response-content-type", paramLabel = "TYPE", description = "get: Content-Type of the response.")
    private @Nullable String responseContentType;

    @Option(
            names = "--response-cache-control",
            paramLabel = "TEXT",
            description = "get: Cache-Control of the response.")
    private @Nullable String responseCacheControl;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print expiry and headers even if standard error is not a terminal.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    /** Creates the command with the defaults of its options. */
    public PresignCommand() {
        super(ConnectionOptions.Use.SIGNING);
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        String key = object.requireKey();
        boolean put = isPut();
        try (BucketClient bucket = connection.client(object.bucket(), console.process())) {
            checkExpiry();
            PresignResult result = new PresignResult(put ? presignPut(bucket, key) : presignGet(bucket, key));
            console.print(result);
            if (verbose ? !console.isJson() : console.showsNotes()) {
                console.note(result.note());
            }
        }
        return ExitCode.SUCCESS;
    }

    private void checkExpiry() throws IOException {
        CredentialsSource credentials =
                Objects.requireNonNull(connection.connection()).credentials();
        if (expires.compareTo(Signer.MAX_VALIDITY_WITH_TOKEN) > 0
                && credentials != null
                && credentials.get().securityToken() != null) {
            String typed = Objects.requireNonNull(spec)
                    .findOption("--expires")
                    .originalStringValues()
                    .get(0);
            throw new UsageException("--expires must be at most 12h with a security token, was " + typed);
        }
    }

    private boolean isPut() {
        return switch (method) {
            case "get" -> false;
            case "put" -> true;
            default -> throw new UsageException("the request must be get or put, was " + method);
        };
    }

    private PresignedUrl presignPut(BucketClient bucket, String key) throws IOException {
        if (!responseParameters().isEmpty()) {
            throw new UsageException("--response-…, --version-id and --process require get, was put");
        }
        PutOptions.Builder options = PutOptions.builder();
        headers.applyTo(options);
        callback.applyTo(options::callback);
        return bucket.presignPut(key, options.forbidOverwrite(forbidOverwrite).build(), expires);
    }

    private PresignedUrl presignGet(BucketClient bucket, String key) throws IOException {
        if (!headers.isEmpty() || callback.callback() != null || forbidOverwrite) {
            throw new UsageException(
                    "options for headers of the object, the callback and --forbid-overwrite require put, was get");
        }
        BucketRequest.Builder request = BucketRequest.builder("GET").key(key);
        responseParameters().forEach(request::query);
        return bucket.presign(request.build(), expires);
    }

    private Map<String, String> responseParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        putUnlessNull(parameters, "versionId", versionId);
        putUnlessNull(parameters, "x-oss-process", process);
        putUnlessNull(parameters, "response-content-disposition", responseContentDisposition);
        putUnlessNull(parameters, "response-content-type", responseContentType);
        putUnlessNull(parameters, "response-cache-control", responseCacheControl);
        return parameters;
    }

    private static void putUnlessNull(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    /** A presigned URL, and how to use it. */
    private record PresignResult(PresignedUrl presigned) implements Result {
        @Override
        public String text() {
            return presigned.url();
        }

        /** Returns what a person needs to use the URL: its expiry and its headers. */
        String note() {
            StringBuilder text = new StringBuilder("expires: ").append(presigned.expires());
            if (!presigned.headers().isEmpty()) {
                text.append("\nheaders that must be sent unchanged:");
                presigned
                        .headers()
                        .forEach((name, value) ->
                                text.append("\n  ").append(name).append(": ").append(value));
            }
            return text.toString();
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("method", presigned.method());
            json.writeStringField("url", presigned.url());
            Result.write(json, "headers", presigned.headers());
            json.writeStringField("expires", presigned.expires().toString());
        }

        @Override
        public String toString() {
            return presigned.toString();
        }
    }
}
