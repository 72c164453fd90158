package io.github.consentgrants.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server that keeps what a realm sends. */
public final class Mailbox implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("http://localhost:\\d+/realms/\\S+");
    private static final long PATIENCE_MILLIS = 30_000;

    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private int read;

    /** Starts it and makes the realm send through it. */
    public Mailbox(TestRealm realm) {
        mail.start();
        int port = mail.getSmtp().getPort();
        String host = realm.server().hostOf(port);
        realm.update(
                Map.of("smtpServer", Map.of("host", host, "port", Integer.toString(port), "from", "kc@example.com")));
    }

    /** Waits for the next mail and returns the link in it. */
    public URI link() {
        if (!mail.waitForIncomingEmail(PATIENCE_MILLIS, read + 1)) {
            throw new IllegalStateException("No mail came");
        }
        MimeMessage message = mail.getReceivedMessages()[read];
        read++;
        try {
            String text = ((MimeMultipart) message.getContent())
                    .getBodyPart(0)
                    .getContent()
                    .toString();
            Matcher matcher = LINK.matcher(text);
            if (!matcher.find()) {
                throw new IllegalStateException("No link in: " + text);
            }
            return URI.create(matcher.group());
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        mail.stop();
    }
}
