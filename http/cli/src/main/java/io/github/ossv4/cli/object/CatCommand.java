// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.GetResult;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Writes objects to standard output, and checks their CRC64. */
@Command(
        footer = {
            "  ossv4 cat oss://examplebucket/photos.tar | tar t",
            "  ossv4 cat --range 0-99 oss://examplebucket/notes.txt",
            "  ossv4 cat --version-id CAEQMhiBgIDXiaaB0BYiIGQzYmRk oss://examplebucket/notes.txt",
            "",
            "The CRC64 of a whole object is checked at its end: if it is wrong, the exit code is 1, though the",
            "bytes are written already. The CRC64 of a range cannot be checked. --json changes errors only."
        })
public final class CatCommand extends BucketCommand {
    @Parameters(arity = "1..*", paramLabel = "oss://BUCKET/KEY", description = "Objects, in this order.")
    private List<OssUrl> urls = List.of();

    @Option(
            names = "--range",
            paramLabel = "FIRST-LAST",
            converter = ByteRange.Converter.class,
            description = "Only these bytes: 0-99 the first hundred, 100- all others, -10 the last ten.")
    private @Nullable ByteRange range;

    @Mixin
    private VersionOption version = new VersionOption();

    /** Creates the command with the defaults of its options. */
    public CatCommand() {
        super(ConnectionOptions.Use.TRANSFERS);
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        urls.forEach(OssUrl::requireKey);
        GetOptions.Builder options = GetOptions.builder();
        if (range != null) {
            range.applyTo(options);
        }
        version.check(urls);
        version.applyTo(options::versionId);
        for (OssUrl url : urls) {
            try (BucketClient client = connection.client(url.bucket(), console)) {
                write(console, client, url, options.build());
            }
        }
        return ExitCode.SUCCESS;
    }

    /** Writes an object to standard output, and warns if its bytes could not be checked. */
    static void write(Console console, BucketClient client, OssUrl url, GetOptions options) throws IOException {
        try (GetResult object = client.get(url.key(), options)) {
            object.stream().transferTo(console.bytes());
            console.flush();
            if (options.range() == null && !object.isCrcChecked()) {
                console.message("the bytes of " + url + " were not checked: OSS reported no CRC64");
            }
        }
    }

    /**
     * A range of bytes: {@code 0-99} are the first hundred, {@code 100-} all from the 101st on, {@code -10} the last
     * ten.
     *
     * @param first -1 for the last bytes
     * @param last the last byte, or the number of the last bytes; -1 for all that follow
     */
    record ByteRange(long first, long last) {
        void applyTo(GetOptions.Builder options) {
            if (first < 0) {
                options.lastBytes(last);
            } else if (last < 0) {
                options.rangeFrom(first);
            } else {
                options.range(first, last);
            }
        }

        /** Parses the ranges in arguments. */
        static final class Converter implements ITypeConverter<ByteRange> {
            private static final Pattern RANGE = Pattern.compile("(?!-$)([0-9]{0,18})-([0-9]{0,18})");

            @Override
            public ByteRange convert(String text) {
                Matcher range = RANGE.matcher(text);
                if (range.matches()) {
                    long first = number(range.group(1));
                    long last = number(range.group(2));
                    if (first < 0 && last == 0) {
                        throw new TypeConversionException("must have a COUNT of at least 1, was " + text);
                    }
                    if (first <= last || last < 0) {
                        return new ByteRange(first, last);
                    }
                }
                throw new TypeConversionException("must be FIRST-LAST, FIRST- or -COUNT, such as 0-99, was " + text);
            }

            private static long number(String digits) {
                return digits.isEmpty() ? -1 : Long.parseLong(digits);
            }
        }
    }
}
