using Tocsin.Plugins.Smtp;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Smtp;

public sealed class SmtpEncryptionTests
{
    [Theory]
    [InlineData("Auto")]
    [InlineData("Starttls")]
    public async Task Offered_starttls_is_taken_before_the_login(string encryption)
    {
        await using var stand = new MailStand(null, "STARTTLS", "AUTH PLAIN");
        using var handler = HandlerFor(stand, Enum.Parse<SmtpEncryption>(encryption));

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done, delivery.Reason);
        stand.Commands.Take(2).Should().Equal("EHLO localhost", "STARTTLS");
        stand.EncryptedCommands.Should().Equal(
            "EHLO localhost", "AUTH PLAIN AHVzZXIAczNjcmV0", "MAIL FROM:<tocsin@example.com>", "RCPT TO:<x@example.com>", "DATA");
        stand.Mails.Should().ContainSingle();
    }

    [Fact]
    public async Task Connection_can_be_encrypted_from_its_begin()
    {
        await using var stand = new MailStand(null, "AUTH PLAIN") { IsEncrypted = true };
        using var handler = HandlerFor(stand, SmtpEncryption.Tls);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done, delivery.Reason);
        stand.EncryptedCommands.Should().Equal(stand.Commands).And.HaveCount(5);
        stand.Mails.Should().ContainSingle();
    }

    [Theory]
    [InlineData("Tls", true)]
    [InlineData("Starttls", false)]
    public async Task Certificate_that_nobody_vouches_for_is_refused_with_the_way_out(string encryption, bool isEncrypted)
    {
        await using var stand = new MailStand(null, "STARTTLS", "AUTH PLAIN") { IsEncrypted = isEncrypted };
        using var handler = HandlerFor(stand, Enum.Parse<SmtpEncryption>(encryption), noVerify: false);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().StartWith($"the connection to the mail server 127.0.0.1:{stand.Port} could not be encrypted").And.EndWith("'no-verify: true' takes any certificate");
        stand.Commands.Should().NotContain(c => c.StartsWith("AUTH", StringComparison.Ordinal), "the password is for the right server only");
        stand.Mails.Should().BeEmpty();
    }

    [Fact]
    public async Task Starttls_that_is_demanded_and_not_offered_keeps_the_mail_back()
    {
        await using var stand = new MailStand(null, "AUTH PLAIN");
        using var handler = HandlerFor(stand, SmtpEncryption.Starttls);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Should().Be(Delivery.Refused($"the mail server 127.0.0.1:{stand.Port} offers no STARTTLS, which 'encryption: starttls' demands"));
        stand.Commands.Should().Equal("EHLO localhost");
    }

    [Fact]
    public async Task Offered_starttls_is_left_alone_when_encryption_is_switched_off()
    {
        await using var stand = new MailStand(null, "STARTTLS", "AUTH PLAIN");
        using var handler = HandlerFor(stand, SmtpEncryption.None);

        (await handler.HandleAsync(Events.Critical(), default)).Outcome.Should().Be(DeliveryOutcome.Done);

        stand.EncryptedCommands.Should().BeEmpty();
    }

    [Theory]
    [InlineData("220 go on, and hang up")]
    [InlineData("421 not now")]
    public async Task Encryption_that_breaks_off_is_tried_again(string reply)
    {
        await using var stand = new MailStand(command => command == "STARTTLS" ? reply : null, "STARTTLS") { HangsUpBeforeEncryption = true };
        using var handler = HandlerFor(stand, SmtpEncryption.Starttls);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry, delivery.Reason);
        delivery.Reason.Should().StartWith($"the mail server 127.0.0.1:{stand.Port} ");
    }

    [Fact]
    public async Task Encryption_that_takes_too_long_is_given_up_and_not_judged()
    {
        await using var stand = new MailStand { IsSilent = true };
        using var handler = HandlerFor(stand, SmtpEncryption.Tls);
        using var end = new CancellationTokenSource();

        var sending = handler.HandleAsync(Events.Critical(), end.Token).AsTask();
        await stand.Connected;
        await end.CancelAsync();

        await sending.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Password_does_not_leave_the_machine_without_encryption()
    {
        await using var stand = new MailStand(null, "AUTH PLAIN");
        using var handler = HandlerFor(stand, SmtpEncryption.Auto, host: "127.1");

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Should().Be(Delivery.Refused(
            $"the mail server 127.1:{stand.Port} offers no encryption, and the password is not sent without; leave 'username' empty or use another port"));
        stand.Commands.Should().NotContain(c => c.StartsWith("AUTH", StringComparison.Ordinal));
    }

    private static SmtpHandler HandlerFor(MailStand stand, SmtpEncryption encryption, bool noVerify = true, string host = "127.0.0.1") => new(
        new SmtpOptions { To = ["x@example.com"] },
        new SmtpSettings
        {
            Enabled = true, Host = host, Port = stand.Port, From = "tocsin@example.com", Username = "user", Password = "s3cret",
            Encryption = encryption, NoVerify = noVerify,
        },
        new HandlerContext(),
        new FakeTime());
}
