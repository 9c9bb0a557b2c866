// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.CallbackOptions;
import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.DurationConverter;
import io.github.ossv4.cli.bucket.ObjectOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.PostPolicy;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.BucketClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Signs a form with which a browser can upload. Sends nothing. */
@Command(
        footer = {
            "  ossv4 form oss://examplebucket/users/42/ --max-size 10M --allow-type image/jpeg",
            "  ossv4 form oss://examplebucket/report.pdf --content-type application/pdf --expires 1h",
            "",
            "With a slash at its end the key is a prefix: the uploader chooses the file name after it.",
            "Post multipart/form-data: all fields, and as the last one the file, named file.",
            "JSON: url, fields, contentTypes (of which the field x-oss-content-type must be one)."
        })
public final class FormCommand extends BucketCommand {
    @Mixin
    private ObjectOptions headers = new ObjectOptions();

    @Mixin
    private CallbackOptions callback = new CallbackOptions();

    @SuppressWarnings("NullAway.Init") // Picocli requires it.
    @Parameters(
            paramLabel = "oss://BUCKET/KEY",
            description = "The object, or with a slash at the end, the prefix that its key must have.")
    private OssUrl object;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = DurationConverter.Validity.class,
            description = "Validity such as 10m or 7d, at most 7 days; default: 10m.")
    private Duration expires = Duration.ofMinutes(10);

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            converter = FileSize.class,
            description = "Largest file, such as 10M; default: 5G.")
    private @Nullable Long maxSize;

    @Option(
            names = "--min-size",
            paramLabel = "SIZE",
            converter = FileSize.class,
            description = "Smallest file; default: 0.")
    private @Nullable Long minSize;

    @Option(
            names = "--allow-type",
            paramLabel = "TYPE",
            description = "Content type that the uploader may choose, instead of --content-type; repeatable.")
    private List<String> types = List.of();

    @Option(names = "--forbid-overwrite", description = "Refuse the upload if the object exists.")
    private boolean forbidOverwrite;

    @Option(
            names = "--success-status",
            paramLabel = "CODE",
            converter = SuccessStatus.class,
            description = "Status of the response without callback: 200, 201 (with XML) or 204; default: 200.")
    private @Nullable Integer successStatus;

    @Option(names = "--success-redirect", paramLabel = "URL", description = "Where the browser goes after the upload.")
    private @Nullable String successRedirect;

    /** The sizes of files that a form can upload. */
    static final class FileSize extends ByteSize.Converter {
        FileSize() {
            super(0, PostPolicy.MAX_FILE_SIZE, "at most 5g");
        }
    }

    /** The statuses that OSS can return. */
    static final class SuccessStatus implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return switch (text) {
                case "200", "201", "204" -> Integer.valueOf(text);
                default -> throw new TypeConversionException("must be 200, 201 or 204, was " + text);
            };
        }
    }

    /** Creates the command with the defaults of its options. */
    public FormCommand() {
        super(ConnectionOptions.Use.SIGNING);
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        FormUpload upload = upload(object);
        try (BucketClient bucket = connection.client(object.bucket(), console.process())) {
            console.print(new FormResult(bucket.formUrl(), bucket.signForm(upload, expires), types));
        }
        return ExitCode.SUCCESS;
    }

    private FormUpload upload(OssUrl target) {
        String key = target.requireKey();
        FormUpload.Builder form = target.isDirectory()
                ? FormUpload.underPrefix(target.bucket(), key)
                : FormUpload.toKey(target.bucket(), key);
        headers.applyTo(form);
        setConditions(form);
        callback.applyTo(form::callback);
        return form.build();
    }

    private void setConditions(FormUpload.Builder form) {
        if (maxSize != null && minSize != null && minSize > maxSize) {
            throw new UsageException(
                    "--min-size must be at most --max-size (" + maxSize + " bytes), was " + minSize + " bytes");
        }
        if (maxSize != null) {
            form.maxSize(maxSize);
        }
        if (minSize != null) {
            form.minSize(minSize);
        }
        for (String type : types) {
            if (!type.matches("[^/]+/[^/]+")) {
                throw new UsageException("--allow-type must be a content type such as image/jpeg, was " + type);
            }
        }
        if (!types.isEmpty()) {
            form.contentTypes(types.toArray(new String[0]));
        }
        form.forbidOverwrite(forbidOverwrite);
        if (successStatus != null) {
            form.successStatus(successStatus);
        }
        if (successRedirect != null) {
            form.successRedirect(successRedirect);
        }
    }

    /**
     * A signed form: JSON in either format, with line breaks, so that it is human-readable.
     *
     * @param url the URL to which the form is posted
     * @param types the content types to choose from; empty for any
     */
    private record FormResult(String url, SignedForm form, List<String> types) implements Result {
        @Override
        public String text() {
            return json(new DefaultPrettyPrinter());
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("url", url);
            Result.write(json, "fields", form.fields());
            if (!types.isEmpty()) {
                Result.write(json, "contentTypes", types);
            }
        }
    }
}
