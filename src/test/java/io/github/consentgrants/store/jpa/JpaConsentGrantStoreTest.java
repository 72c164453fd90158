package io.github.consentgrants.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Answers.RETURNS_DEEP_STUBS;
import static org.mockito.Answers.RETURNS_SELF;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

/** What the store does without, before and around its statements; those have their own tests, on a real database. */
class JpaConsentGrantStoreTest {
    private static final String PAGE = "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f";
    private static final GrantToken TOKEN = GrantToken.derived(PAGE, "k".repeat(43));
    private static final ConsentRecord RECORD = new ConsentRecord("{\"a\":1}", "{\"b\":1}");
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final long NOW = 1_735_689_600_123L;

    private final EntityManager entityManager = mock(EntityManager.class, RETURNS_DEEP_STUBS);
    private final ConsentGrantStore store = new JpaConsentGrantStore(entityManager, () -> NOW);

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "\t\n",
                "token",
                PAGE,
                PAGE + ".",
                PAGE + ".AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                PAGE + ".AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh",
                "' or 1=1 --"
            })
    void consumeWhenTokenIsNoneThenNotFoundWithoutTouchingTheDatabase(String token) {
        assertThat(store.consumePresented(token, complete().build()))
                .isEqualTo(new Refused(null, Reason.NOT_FOUND, Set.of()));
        verifyNoInteractions(entityManager);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -120_000})
    void mintWhenTimeToLiveIsNotPositiveThenRefusedWithoutTouchingTheDatabase(long millis) {
        Binding binding = complete().build();

        assertThatIllegalArgumentException().isThrownBy(() -> store.mint(TOKEN, binding, Duration.ofMillis(millis)));
        verifyNoInteractions(entityManager);
    }

    /** Rows hold milliseconds: less than one would be a grant that has expired before it is made. */
    @Test
    void mintWhenTimeToLiveIsLessThanAMillisecondThenRefused() {
        Binding binding = complete().build();

        assertThatIllegalArgumentException().isThrownBy(() -> store.mint(TOKEN, binding, Duration.ofNanos(999_999)));
        verifyNoInteractions(entityManager);
    }

    @ParameterizedTest
    @EnumSource(
            value = BindingField.class,
            names = {"REALM", "CLIENT_UUID", "SUBJECT", "PAGE"})
    void mintAndDenyWhenBindingIsIncompleteThenRefusedWithoutTouchingTheDatabase(BindingField field) {
        Binding absent = complete().set(field, (String) null).build();
        Binding blank = complete().set(field, " ").build();

        assertThatIllegalArgumentException().isThrownBy(() -> store.mint(TOKEN, absent, TTL));
        assertThatIllegalArgumentException().isThrownBy(() -> store.mint(TOKEN, blank, TTL));
        assertThatIllegalArgumentException().isThrownBy(() -> store.deny(absent));
        assertThatIllegalArgumentException().isThrownBy(() -> store.deny(blank));
        verifyNoInteractions(entityManager);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "01932c07", "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1g"})
    void mintAndDenyWhenPageIsNoUuidThenRefusedWithoutTouchingTheDatabase(String page) {
        Binding binding = complete().set(BindingField.PAGE, page).build();

        assertThatIllegalArgumentException().isThrownBy(() -> store.mint(TOKEN, binding, TTL));
        assertThatIllegalArgumentException().isThrownBy(() -> store.deny(binding));
        verifyNoInteractions(entityManager);
    }

    @Test
    void mintWhenCompleteThenInsertsAtOnceAndHasTheCommitWaitedFor() {
        Session session = session();

        store.mint(TOKEN, complete().build(), TTL);

        verify(entityManager.createNamedQuery(ConsentGrantEntity.MINT)).executeUpdate();
        verify(session).setProperty(SynchronousCommit.PROPERTY, true);
    }

    private Session session() {
        Session session = mock(Session.class);
        when(entityManager.unwrap(Session.class)).thenReturn(session);
        return session;
    }

    @Test
    void mintWhenTokenIsOfAnotherPageThenRefusedWithoutTouchingTheDatabase() {
        Binding binding = complete()
                .set(BindingField.PAGE, "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e20")
                .build();

        assertThatIllegalArgumentException().isThrownBy(() -> store.mint(TOKEN, binding, TTL));
        verifyNoInteractions(entityManager);
    }

    @Test
    void denyWhenThereIsNothingToRevokeThenInsertsAtOnceAndHasTheCommitWaitedFor() {
        Session session = session();

        store.deny(complete().build());

        InOrder order = inOrder(entityManager);
        order.verify(entityManager).createNamedQuery(ConsentGrantEntity.REVOKE);
        order.verify(entityManager).createNamedQuery(ConsentGrantEntity.DENY);
        verify(entityManager.createNamedQuery(ConsentGrantEntity.DENY)).executeUpdate();
        verify(session).setProperty(SynchronousCommit.PROPERTY, true);
    }

    /** The row says whether the page was decided. A record that came first would say so in its place. */
    @Test
    void mintAndDenyWhenThereIsARecordThenItComesAfterTheRow() {
        session();
        store.mint(TOKEN, complete().build(), TTL, RECORD);
        store.deny(complete().build(), RECORD);

        InOrder order = inOrder(entityManager);
        order.verify(entityManager).createNamedQuery(ConsentGrantEntity.MINT);
        order.verify(entityManager).createNamedQuery(ConsentRecordEntity.INSERT);
        order.verify(entityManager).createNamedQuery(ConsentGrantEntity.DENY);
        order.verify(entityManager).createNamedQuery(ConsentRecordEntity.INSERT);
    }

    @Test
    void mintAndDenyWhenThereIsNoRecordThenNoneIsWritten() {
        session();
        store.mint(TOKEN, complete().build(), TTL);
        store.deny(complete().build());

        verify(entityManager, never()).createNamedQuery(ConsentRecordEntity.INSERT);
    }

    @Test
    void denyWhenAnApprovalIsRevokedThenItsRecordStays() {
        session();
        Query revoke = mock(Query.class, RETURNS_SELF);
        when(revoke.executeUpdate()).thenReturn(1);
        when(entityManager.createNamedQuery(ConsentGrantEntity.REVOKE)).thenReturn(revoke);

        store.deny(complete().build(), RECORD);

        verify(entityManager, never()).createNamedQuery(ConsentRecordEntity.INSERT);
    }

    private static ConstraintViolationException violation(ConstraintKind kind) {
        return new ConstraintViolationException("violation", new SQLException(), kind, "CG_CONSENT_GRANT_PK");
    }

    @ParameterizedTest
    @EnumSource(
            value = ConstraintKind.class,
            names = {"UNIQUE", "OTHER"})
    void mintAndDenyWhenPageHasARowThenAlreadyDecided(ConstraintKind kind) {
        PersistenceException duplicate = violation(kind);
        inserts(duplicate);
        Binding binding = complete().build();

        assertThatExceptionOfType(AlreadyDecidedException.class)
                .isThrownBy(() -> store.mint(TOKEN, binding, TTL))
                .withMessageContaining(PAGE)
                .withCause(duplicate);
        assertThatExceptionOfType(AlreadyDecidedException.class).isThrownBy(() -> store.deny(binding));
    }

    /** A missing partition is a CHECK on PostgreSQL: taken for a decision, the user would be led in circles without a word. */
    static Stream<PersistenceException> failures() {
        return Stream.of(
                new PersistenceException(new SQLException("connection lost", "08006")),
                violation(ConstraintKind.CHECK),
                violation(ConstraintKind.NOT_NULL),
                violation(ConstraintKind.FOREIGN_KEY));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void mintAndDenyWhenDatabaseFailsThenNotTakenForADecision(PersistenceException failure) {
        inserts(failure);
        Binding binding = complete().build();

        assertThatExceptionOfType(PersistenceException.class)
                .isThrownBy(() -> store.mint(TOKEN, binding, TTL))
                .isSameAs(failure);
        assertThatExceptionOfType(PersistenceException.class)
                .isThrownBy(() -> store.deny(binding))
                .isSameAs(failure);
    }

    private void inserts(PersistenceException failure) {
        for (String insert : List.of(ConsentGrantEntity.MINT, ConsentGrantEntity.DENY)) {
            Query query = mock(Query.class);
            when(query.executeUpdate()).thenThrow(failure);
            when(entityManager.createNamedQuery(insert)).thenReturn(query);
        }
    }

    @Test
    void consumeWhenDatabaseFailsThenThrows() {
        PersistenceException failure = new PersistenceException("connection lost");
        doThrow(failure).when(entityManager).createNamedQuery(ConsentGrantEntity.CONSUME);
        Binding binding = complete().build();

        assertThatExceptionOfType(PersistenceException.class)
                .isThrownBy(() -> store.consume(TOKEN, binding))
                .isSameAs(failure);
    }

    @Test
    void releaseWhenThisTransactionHasNotConsumedThenRefusedWithoutTouchingTheDatabase() {
        assertThatIllegalStateException().isThrownBy(() -> store.release(PAGE)).withMessageContaining(PAGE);
        verifyNoInteractions(entityManager);
    }

    @Test
    void closeWhenCalledThenEntityManagerIsLeftToTheSession() {
        store.close();

        verifyNoInteractions(entityManager);
    }

    private static Binding.Builder complete() {
        return Binding.builder()
                .set(BindingField.REALM, "realm")
                .set(BindingField.CLIENT_UUID, "client")
                .set(BindingField.SUBJECT, "user")
                .set(BindingField.PAGE, PAGE);
    }
}
