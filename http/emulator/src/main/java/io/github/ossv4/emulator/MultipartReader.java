// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a {@code multipart/form-data} apart while it arrives, in whatever pieces; of the values it keeps nothing. Not
 * thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1">RFC 2046, section 5.1.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
final class MultipartReader {
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

    /** OSS's limit for the name of a field. */
    private static final int MAX_HEAD_BYTES = 8 * 1024;

    /** Is told the parts, one after the other. */
    interface Parts {
        void begin(FieldHeaders head) throws IOException;

        /** Takes a piece of the part's value, which is the receiver's only until this returns. */
        void receiveValue(ByteBuf piece) throws IOException;

        void end() throws IOException;
    }

    private enum State {
        /** Before the first delimiter, or in the value of a part. */
        PREAMBLE,
        VALUE,
        /** In the line of a delimiter: behind the boundary, behind one hyphen, in blanks, behind a carriage return. */
        BOUNDARY_READ,
        HYPHEN_READ,
        PADDING,
        RETURN_READ,
        /** In the headers of a part. */
        HEAD,
        /** Behind the last delimiter. */
        EPILOGUE
    }

    private final byte[] delimiter;
    private final Parts parts;
    private State state = State.PREAMBLE;

    /**
     * How many bytes of the delimiter the latest ones are. It has a carriage return at its start alone, so where a match
     * comes to nothing no other one has begun within it.
     */
    private int matched;

    /** How many of the matched bytes were never there: a delimiter needs no line break where nothing comes before it. */
    private int imagined;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> lines = new ArrayList<>();
    private int headBytes;

    private MultipartReader(String boundary, Parts parts) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        this.parts = parts;
        startValue(State.PREAMBLE);
    }

    /**
     * A reader for a body of this {@code Content-Type}.
     *
     * @throws OssException if it is no form, or has no boundary that MIME allows
     */
    static MultipartReader of(@Nullable String contentType, Parts parts) {
        HeaderParameters type = contentType == null ? null : HeaderParameters.parse(contentType);
        if (type == null || !type.value().equals("multipart/form-data")) {
            throw OssException.requestIsNotMultipart(String.valueOf(contentType));
        }
        String boundary = type.parameters().get("boundary");
        if (boundary == null || !BOUNDARY.matcher(boundary).matches()) {
            throw OssException.malformedPost(null, "Content-Type has no boundary of 1 to 70 characters");
        }
        return new MultipartReader(boundary, parts);
    }

    private void startValue(State begun) {
        state = begun;
        matched = 2;
        imagined = 2;
    }

    /**
     * Takes the next piece of the body.
     *
     * @throws OssException if it is no form
     */
    void receive(ByteBuf piece) throws IOException {
        while (piece.isReadable()) {
            switch (state) {
                case PREAMBLE, VALUE -> receiveValue(piece);
                case HEAD -> receiveHead(piece.readByte());
                case EPILOGUE -> piece.skipBytes(piece.readableBytes());
                default -> receiveDelimiter(piece.readByte());
            }
        }
    }

    private void receiveValue(ByteBuf piece) throws IOException {
        int start = piece.readerIndex();
        int end = piece.writerIndex();
        // Matched in earlier pieces, so not part of this one; 0 as soon as that match has come to nothing.
        int earlier = matched;
        int i = start;
        while (i < end && matched < delimiter.length) {
            if (matched == 0) {
                int found = piece.indexOf(i, end, delimiter[0]);
                i = found < 0 ? end : found + 1;
                matched = found < 0 ? 0 : 1;
            } else if (piece.getByte(i) == delimiter[matched]) {
                i++;
                matched++;
            } else {
                if (earlier > imagined) {
                    pass(Unpooled.wrappedBuffer(delimiter, imagined, earlier - imagined));
                }
                earlier = 0;
                imagined = 0;
                matched = 0;
            }
        }
        int valueEnd = Math.max(start, i - matched);
        if (valueEnd > start) {
            pass(piece.slice(start, valueEnd - start));
        }
        piece.readerIndex(i);
        if (matched == delimiter.length) {
            if (state == State.VALUE) {
                parts.end();
            }
            state = State.BOUNDARY_READ;
        }
    }

    private void pass(ByteBuf value) throws IOException {
        if (state == State.VALUE) {
            parts.receiveValue(value);
        }
    }

    private void receiveDelimiter(byte b) {
        boolean mayEnd = state == State.BOUNDARY_READ || state == State.PADDING;
        if (b == '-' && state == State.BOUNDARY_READ) {
            state = State.HYPHEN_READ;
        } else if (b == '-' && state == State.HYPHEN_READ) {
            state = State.EPILOGUE;
        } else if ((b == ' ' || b == '\t') && mayEnd) {
            state = State.PADDING;
        } else if (b == '\r' && mayEnd) {
            state = State.RETURN_READ;
        } else if (b == '\n' && state == State.RETURN_READ) {
            state = State.HEAD;
        } else {
            throw OssException.malformedPost(null, "something else stands in the line of a boundary");
        }
    }

    private void receiveHead(byte b) throws IOException {
        if (++headBytes > MAX_HEAD_BYTES) {
            throw OssException.fieldItemTooLong(
                    null, "The headers of a field are longer than " + MAX_HEAD_BYTES + " bytes.");
        }
        line.write(b);
        if (b != '\n') {
            return;
        }
        String text = Utf8.decode(line.toByteArray());
        line.reset();
        if (text == null || !text.endsWith("\r\n")) {
            throw OssException.malformedPost(null, "the headers of a part are not lines of UTF-8 that end in CRLF");
        }
        if (text.length() > 2) {
            addLine(text.substring(0, text.length() - 2));
            return;
        }
        FieldHeaders head = FieldHeaders.of(lines);
        lines.clear();
        headBytes = 0;
        startValue(State.VALUE);
        parts.begin(head);
    }

    private void addLine(String text) {
        boolean continues = text.startsWith(" ") || text.startsWith("\t");
        if (continues && !lines.isEmpty()) {
            int last = lines.size() - 1;
            lines.set(last, lines.get(last) + text);
        } else {
            lines.add(text);
        }
    }

    /**
     * Ends the body.
     *
     * @throws OssException if its last boundary has not come
     */
    void finish() {
        if (state != State.EPILOGUE) {
            throw OssException.malformedPost("0006-00000104", "it ends before its last boundary");
        }
    }
}
