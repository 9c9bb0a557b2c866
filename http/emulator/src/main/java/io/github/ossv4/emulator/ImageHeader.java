// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Size and format of an image, from the first bytes of its file; pixels are not decoded.
 *
 * @param width in pixels
 * @param height in pixels
 * @param format as OSS names it
 */
record ImageHeader(int width, int height, String format) {
    /** By ImageIO's names. It can also read WBMP, and takes files that begin with two zero bytes to be that. */
    private static final Map<String, String> FORMATS =
            Map.of("jpeg", "jpg", "png", "png", "gif", "gif", "bmp", "bmp", "tif", "tiff");

    /** Null if the file is not an image of a known format, or is damaged. */
    static @Nullable ImageHeader read(Path file) {
        try (FileImageInputStream stream = new FileImageInputStream(file.toFile())) {
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
            // The platform's readers answer damaged headers with all sorts of unchecked exceptions.
        }
        return null;
    }
}
