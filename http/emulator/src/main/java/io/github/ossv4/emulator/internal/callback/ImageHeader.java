// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.emulator.internal.body.BodyContent;
import io.github.ossv4.emulator.internal.body.ObjectFile;
import io.github.ossv4.emulator.internal.body.SmallContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The size and format of an image, read without decoding its pixels.
 *
 * @param width in pixels
 * @param height in pixels
 * @param format OSS's name
 */
public record ImageHeader(int width, int height, String format) {
    /**
     * OSS's names by those of ImageIO. WBMP is missing: ImageIO recognizes any file that starts with two zero bytes as
     * one.
     */
    private static final Map<String, String> FORMATS =
            Map.of("jpeg", "jpg", "png", "png", "gif", "gif", "bmp", "bmp", "tif", "tiff");

    /** Reads the bytes of an object. Returns null if they are not an image of a known format, or are damaged. */
    public static @Nullable ImageHeader read(BodyContent content) {
        try (ImageInputStream stream = open(content)) {
            for (Iterator<ImageReader> readers = ImageIO.getImageReaders(stream); readers.hasNext(); ) {
                ImageReader reader = readers.next();
                try {
                    String format = FORMATS.get(reader.getFormatName().toLowerCase(Locale.ROOT));
                    if (format != null) {
                        reader.setInput(stream, true, true);
                        return new ImageHeader(reader.getWidth(0), reader.getHeight(0), format);
                    }
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException | RuntimeException e) {
            // The readers of the JDK throw various unchecked exceptions for damaged headers.
        }
        return null;
    }

    private static ImageInputStream open(BodyContent content) throws IOException {
        if (content instanceof ObjectFile file) {
            return new FileImageInputStream(file.path().toFile());
        }
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(((SmallContent) content).bytes()));
    }
}
