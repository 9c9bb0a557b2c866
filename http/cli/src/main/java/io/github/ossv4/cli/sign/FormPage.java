// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import io.github.ossv4.form.SignedForm;
import java.util.List;
import java.util.Map;

/** A web page with a signed form. It needs no script. */
final class FormPage {
    private static final String CONTENT_TYPE = "x-oss-content-type";

    private FormPage() {}

    /**
     * Returns the page, in UTF-8.
     *
     * @param url the URL to which the form is posted
     * @param types the content types to choose from; empty for any
     */
    static String html(String url, SignedForm form, List<String> types) {
        StringBuilder page = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<title>Upload</title>\n</head>\n<body>\n")
                .append("<form method=\"post\" enctype=\"multipart/form-data\" action=\"")
                .append(escape(url))
                .append("\">\n");
        for (Map.Entry<String, String> field : form.fields().entrySet()) {
            page.append("<input type=\"hidden\" name=\"")
                    .append(escape(field.getKey()))
                    .append("\" value=\"")
                    .append(escape(field.getValue()))
                    .append("\">\n");
        }
        if (!types.isEmpty()) {
            page.append("<label>Type <select name=\"" + CONTENT_TYPE + "\">\n");
            for (String type : types) {
                page.append("<option>").append(escape(type)).append("</option>\n");
            }
            page.append("</select></label>\n");
        }
        // OSS ignores the fields after the file.
        return page.append("<label>File <input type=\"file\" name=\"file\" required></label>\n")
                .append("<button>Upload</button>\n</form>\n</body>\n</html>")
                .toString();
    }

    /** Returns a text as the content of an element, or of an attribute in double quotes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
