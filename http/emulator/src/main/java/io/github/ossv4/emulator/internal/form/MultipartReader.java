// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.internal.text.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parser of {@code multipart/form-data} that receives the body in pieces of any size and buffers no values. Not
 * thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1">RFC 2046, section 5.1.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
public final class MultipartReader {
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

    private static final Pattern FOLD = Pattern.compile("\\r\\n(?=[ \\t])");
    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n");

    /** The limit of the headers of a field: OSS limits the name alone to as much. */
    private static final int MAX_HEAD_BYTES = 8 * 1024;

    /**
     * The most memory that headers take: those of the current field as bytes, and those of the file as texts, with two
     * bytes for each character.
     */
    public static final int BUFFER_BYTES = 3 * MAX_HEAD_BYTES;

    /** Receives the fields in order. */
    public interface Receiver {
        /** Receives the headers of a field. */
        void startField(FieldHeaders headers) throws IOException;

        /** Receives a piece of the value, which is valid until this method returns. */
        void receiveValue(ByteBuf piece) throws IOException;

        /** Receives the end of a field. */
        void endField() throws IOException;
    }

    private enum State {
        /** Before the first delimiter. */
        PREAMBLE,
        /** In the value of a field. */
        VALUE,
        /** In the line of a delimiter, after the boundary. */
        BOUNDARY_READ,
        /** In the line of a delimiter, after one hyphen. */
        HYPHEN_READ,
        /** In the line of a delimiter, in whitespace. */
        PADDING,
        /** In the line of a delimiter, after a carriage return. */
        RETURN_READ,
        /** In the headers of a field. */
        HEAD,
        /** After the last delimiter. */
        EPILOGUE
    }

    private final byte[] delimiter;
    private final Receiver receiver;
    private State state = State.PREAMBLE;

    /**
     * The number of the latest bytes that match the delimiter. The delimiter has a carriage return only as its first
     * byte. So after a failed match, no shorter match is in progress.
     */
    private int matched;

    /**
     * The number of matched bytes that were not received: neither the first delimiter nor the one after an empty value
     * needs a line break before it.
     */
    private int implied;

    private final ByteBuf head = Unpooled.buffer(0, MAX_HEAD_BYTES);

    private MultipartReader(String boundary, Receiver receiver) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        this.receiver = receiver;
        startValue(State.PREAMBLE);
    }

    /**
     * Returns a parser of a body with this {@code Content-Type}.
     *
     * @throws OssException if it is not a form, or has no valid boundary
     */
    public static MultipartReader of(@Nullable String contentType, Receiver receiver) {
        if (contentType == null) {
            throw OssError.METHOD_NOT_ALLOWED.with("Method", "POST").with("ResourceType", "Bucket");
        }
        HeaderParameters type = HeaderParameters.parse(contentType);
        if (type == null || !type.value().equals("multipart/form-data")) {
            throw OssError.REQUEST_IS_NOT_MULTIPART.with("ContentType", contentType);
        }
        String boundary = type.parameters().get("boundary");
        if (boundary == null || !BOUNDARY.matcher(boundary).matches()) {
            throw OssException.malformedPost(null, "Content-Type must have a boundary of 1 to 70 valid characters");
        }
        return new MultipartReader(boundary, receiver);
    }

    private void startValue(State next) {
        state = next;
        matched = 2;
        implied = 2;
    }

    /**
     * Parses the next piece of the body.
     *
     * @throws OssException if the form is malformed
     */
    public void receive(ByteBuf piece) throws IOException {
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
        // Matched in earlier pieces; 0 after that match has failed.
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
                if (earlier > implied) {
                    passValue(Unpooled.wrappedBuffer(delimiter, implied, earlier - implied));
                }
                earlier = 0;
                implied = 0;
                matched = 0;
            }
        }
        int valueEnd = Math.max(start, i - matched);
        if (valueEnd > start) {
            passValue(piece.slice(start, valueEnd - start));
        }
        piece.readerIndex(i);
        if (matched == delimiter.length) {
            if (state == State.VALUE) {
                receiver.endField();
            }
            state = State.BOUNDARY_READ;
        }
    }

    private void passValue(ByteBuf value) throws IOException {
        if (state == State.VALUE) {
            receiver.receiveValue(value);
        }
    }

    private void receiveDelimiter(byte b) {
        boolean afterBoundary = state == State.BOUNDARY_READ || state == State.PADDING;
        if (b == '-' && state == State.BOUNDARY_READ) {
            state = State.HYPHEN_READ;
        } else if (b == '-' && state == State.HYPHEN_READ) {
            state = State.EPILOGUE;
        } else if ((b == ' ' || b == '\t') && afterBoundary) {
            state = State.PADDING;
        } else if (b == '\r' && afterBoundary) {
            state = State.RETURN_READ;
        } else if (b == '\n' && state == State.RETURN_READ) {
            state = State.HEAD;
        } else {
            throw OssException.malformedPost(null, "the line of a boundary contains other text");
        }
    }

    private void receiveHead(byte b) throws IOException {
        if (head.maxWritableBytes() == 0) {
            throw OssError.FIELD_ITEM_TOO_LONG.saying(
                    "The headers of a field are longer than " + MAX_HEAD_BYTES + " bytes.");
        }
        head.writeByte(b);
        int length = head.readableBytes();
        if (b != '\n') {
            return;
        }
        if (length == 1 || head.getByte(length - 2) != '\r') {
            throw malformedHeaders();
        }
        // An empty line is the last one.
        if (length == 2 || head.getByte(length - 3) == '\n') {
            String text = Utf8.decode(ByteBufUtil.getBytes(head));
            if (text == null) {
                throw malformedHeaders();
            }
            FieldHeaders headers = FieldHeaders.parse(
                    LINE_BREAK.splitAsStream(FOLD.matcher(text).replaceAll("")).toList());
            head.clear();
            startValue(State.VALUE);
            receiver.startField(headers);
        }
    }

    private static OssException malformedHeaders() {
        return OssException.malformedPost(null, "the headers of a field are not lines of UTF-8 that end in CRLF");
    }

    /**
     * Completes the body.
     *
     * @throws OssException if the last boundary is missing
     */
    public void finish() {
        if (state != State.EPILOGUE) {
            throw OssException.malformedPost("0006-00000104", "it ends before its last boundary");
        }
    }
}
