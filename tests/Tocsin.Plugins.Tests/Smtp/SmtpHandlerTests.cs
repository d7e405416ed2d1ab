using Tocsin.Plugins.Smtp;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Smtp;

public sealed class SmtpHandlerTests
{
    private readonly FakeTime _time = new(new DateTimeOffset(2026, 11, 21, 2, 2, 5, TimeSpan.Zero));
    private readonly List<string> _log = [];

    [Fact]
    public async Task Event_is_mailed_byte_for_byte()
    {
        await using var stand = new MailStand();
        using var handler = HandlerFor(stand, ["x@example.com", "y@example.com"]);

        var delivery = await handler.HandleAsync(
            Events.Critical() with { Message = "cpu is CRITICAL", Details = "<b>é = 31</b>\n.dot \n", IdempotencyKey = "k" }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Commands.Should().Equal("EHLO localhost", "MAIL FROM:<tocsin@example.com>", "RCPT TO:<x@example.com>", "RCPT TO:<y@example.com>", "DATA");
        stand.Mails.Single().Split("\r\n").Should().Equal(
            "From: tocsin@example.com",
            "Date: Sat, 21 Nov 2026 02:02:05 +0000",
            "Subject: cpu is CRITICAL",
            "Message-Id: <8254c329a92850f6d539dd376f4816ee@localhost>",
            "To: x@example.com, y@example.com",
            "References: <e76f1eb3edd3a0888aa2dd0646574124@localhost>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/html; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            "<b>=C3=A9 =3D 31</b>",
            "..dot=20",
            "");
    }

    [Fact]
    public async Task Next_mail_takes_the_same_connection_until_it_was_idle()
    {
        await using var stand = new MailStand();
        using var handler = HandlerFor(stand, ["x@example.com"]);

        await handler.HandleAsync(Events.Critical(), default);
        await handler.HandleAsync(Events.Critical(), default);
        _time.Advance(TimeSpan.FromSeconds(29));
        await handler.HandleAsync(Events.Critical(), default);
        stand.Connections.Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(30));
        await stand.Quit;
        await handler.HandleAsync(Events.Critical(), default);

        stand.Mails.Should().HaveCount(4);
        stand.Connections.Should().Be(2);
    }

    [Fact]
    public async Task Server_that_says_nothing_at_the_farewell_holds_up_no_mail()
    {
        await using var stand = new MailStand(command => command == "QUIT" ? "say nothing" : null);
        using var handler = HandlerFor(stand, ["x@example.com"]);
        await handler.HandleAsync(Events.Critical(), default);
        _time.Advance(TimeSpan.FromSeconds(30));
        await stand.Quit;

        var next = handler.HandleAsync(Events.Critical(), default);
        _time.Advance(TimeSpan.FromSeconds(2));

        (await next).Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Connections.Should().Be(2);
    }

    [Fact]
    public async Task Reply_without_end_ends_the_connection()
    {
        await using var stand = new MailStand(command => command.StartsWith("EHLO", StringComparison.Ordinal) ? "250-" + new string('x', 400_000) : null);
        using var handler = HandlerFor(stand, ["x@example.com"]);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.Reason.Should().Contain("longer than 256 KiB");
    }

    [Fact]
    public async Task Server_that_hung_up_meanwhile_is_called_again()
    {
        await using var stand = new MailStand(command => command == "NOOP" ? "hang up" : null);
        using var handler = HandlerFor(stand, ["x@example.com"]);

        await handler.HandleAsync(Events.Critical(), default);
        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Connections.Should().Be(2);
    }

    [Theory]
    [InlineData("EHLO", "421 not now", DeliveryOutcome.Retry)]
    [InlineData("MAIL", "550 who are you", DeliveryOutcome.Refused)]
    [InlineData("RCPT", "450 later", DeliveryOutcome.Retry)]
    [InlineData("RCPT", "550 nobody here", DeliveryOutcome.Refused)]
    [InlineData("DATA", "451 later", DeliveryOutcome.Retry)]
    [InlineData(".", "452 full", DeliveryOutcome.Retry)]
    [InlineData(".", "554 spam", DeliveryOutcome.Refused)]
    [InlineData("MAIL", "nonsense", DeliveryOutcome.Retry)]
    [InlineData("DATA", "hang up", DeliveryOutcome.Retry)]
    public async Task Answer_decides(string command, string reply, DeliveryOutcome outcome)
    {
        await using var stand = new MailStand(c => c.StartsWith(command, StringComparison.Ordinal) ? reply : null);
        using var handler = HandlerFor(stand, ["x@example.com"]);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(outcome);
        delivery.Reason.Should().StartWith($"the mail server 127.0.0.1:{stand.Port} ");
    }

    [Fact]
    public async Task Wrong_address_does_not_keep_the_mail_from_the_others()
    {
        await using var stand = new MailStand(c => c.Contains("gone@", StringComparison.Ordinal) ? "550 unknown" : null);
        using var handler = HandlerFor(stand, ["gone@example.com", "not an address", "x@example.com"]);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Mails.Should().ContainSingle();
        _log.Should().Equal(
            "no mail of 'cpu/a' goes to 'not an address', which isn't an address", "the mail of 'cpu/a' was refused for gone@example.com: 550 unknown");
    }

    [Theory]
    [InlineData("AUTH PLAIN LOGIN", new[] { "AUTH PLAIN AHVzZXIAczNjcmV0" })]
    [InlineData("AUTH=LOGIN", new[] { "AUTH LOGIN", "dXNlcg==", "czNjcmV0" })]
    public async Task User_is_logged_in(string offer, string[] commands)
    {
        await using var stand = new MailStand(null, offer);
        using var handler = HandlerFor(stand, ["x@example.com"], new SmtpSettings { Username = "user", Password = "s3cret" });

        await handler.HandleAsync(Events.Critical(), default);

        stand.Commands.Should().ContainInConsecutiveOrder(commands);
        stand.Mails.Should().ContainSingle();
    }

    [Fact]
    public async Task Refused_login_is_told_without_the_password()
    {
        await using var stand = new MailStand(c => c.StartsWith("AUTH", StringComparison.Ordinal) ? "535 wrong" : null, "AUTH PLAIN");
        using var handler = HandlerFor(stand, ["x@example.com"], new SmtpSettings { Username = "user", Password = "s3cret" });

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Be($"the mail server 127.0.0.1:{stand.Port} refuses the login as 'user': 535 wrong");
    }

    [Theory]
    [InlineData("""{"to":["{{ index .Tags \"owner\" }}@x.test"]}""", "dana@x.test")]
    [InlineData("""{"to":["ops@x.test"],"to-templates":["{{ index .Fields \"mail\" }}"]}""", "ops@x.test, lee@x.test")]
    [InlineData("""{"to":["{{ index .Tags \"nosuch\" }}@x.test"]}""", "everyone@x.test")]
    [InlineData("""{"to":["{{ index .Fields \"nosuch\" }}"]}""", "everyone@x.test")]
    public async Task Recipients_are_templates_over_the_event(string options, string recipients)
    {
        await using var stand = new MailStand();
        using var rig = new KindRig();
        using var handler = (SmtpHandler)rig.Create(
            typeof(SmtpHandler), $"smtp: {{enabled: true, host: 127.0.0.1, port: {stand.Port}, from: tocsin@x.test, to: [everyone@x.test]}}", options);
        var alert = Events.Critical() with
        {
            Tags = new Dictionary<string, string> { ["owner"] = "dana" }, Fields = new Dictionary<string, object?> { ["mail"] = "lee@x.test" },
        };

        var delivery = await handler.HandleAsync(alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done, delivery.Reason);
        stand.Commands.Where(c => c.StartsWith("RCPT", StringComparison.Ordinal)).Should().Equal(recipients.Split(", ").Select(to => $"RCPT TO:<{to}>"));
    }

    [Fact]
    public async Task Without_recipients_the_way_out_is_told()
    {
        await using var stand = new MailStand();
        using var handler = HandlerFor(stand, []);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().StartWith("mail: no recipients: name them in the handler or as 'to' in the section 'smtp'");
    }

    [Theory]
    [InlineData("one\r\nBcc: evil@example.com", "Subject: one Bcc: evil@example.com")]
    [InlineData("\u00e8", "Subject: =?utf-8?b?w6g=?=")]
    public async Task Subject_is_one_line_of_ascii(string message, string subject)
    {
        await using var stand = new MailStand();
        using var handler = HandlerFor(stand, ["x@example.com"]);

        await handler.HandleAsync(Events.Critical() with { Message = message }, default);

        stand.Mails.Single().Split("\r\n").Should().Contain(subject).And.NotContain(line => line.StartsWith("Bcc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Long_texts_are_folded()
    {
        await using var stand = new MailStand();
        using var handler = HandlerFor(stand, ["x@example.com"]);

        await handler.HandleAsync(
            Events.Critical() with { Message = string.Join(' ', Enumerable.Repeat("word", 40)), Details = new string('\u00e9', 100) }, default);

        var lines = stand.Mails.Single().Split("\r\n");
        lines.Should().OnlyContain(l => l.Length <= 78);
        var body = lines.SkipWhile(l => l.Length > 0).ToList();
        string.Concat(body.Select(l => l.TrimEnd('='))).Should().Be(string.Concat(Enumerable.Repeat("=C3=A9", 100)));
    }

    [Theory]
    [InlineData("ops@example.com", "ops@example.com")]
    [InlineData("Ops on call <ops@example.com>", "ops@example.com")]
    [InlineData("ops@localhost", "ops@localhost")]
    [InlineData("ops+cpu@example.com", "ops+cpu@example.com")]
    [InlineData("ops@b\u00fccher.example", "ops@xn--bcher-kva.example")]
    [InlineData("nobody", null)]
    [InlineData("", null)]
    [InlineData("ops@", null)]
    [InlineData("@example.com", null)]
    [InlineData("ops@@example.com", null)]
    [InlineData("not an address", null)]
    [InlineData("a@example.com, b@example.com", null)]
    [InlineData("\u00f6ps@example.com", null)]
    [InlineData("ops@example.com\r\nRCPT TO:<evil@example.com>", null)]
    public void Address_is_one_that_every_server_takes(string text, string? address)
    {
        MailAddress.TryParse(text, out var parsed).Should().Be(address is not null);
        (address is null ? null : parsed?.GetAddress(idnEncode: true)).Should().Be(address);
    }

    [Fact]
    public async Task Host_is_told_in_ascii_to_servers_that_know_more_too()
    {
        await using var stand = new MailStand(null, "SMTPUTF8", "8BITMIME", "PIPELINING");
        using var handler = HandlerFor(stand, ["\u00d6ps <ops@b\u00fccher.example>"]);

        (await handler.HandleAsync(Events.Critical(), default)).Outcome.Should().Be(DeliveryOutcome.Done);

        stand.Commands.Should().Contain("RCPT TO:<ops@xn--bcher-kva.example>");
        stand.Mails.Single().Should().MatchRegex(@"To: =\?[^ ]*\?= <ops@xn--bcher-kva.example>\r\n");
    }

    [Theory]
    [InlineData("454 4.7.0 later", DeliveryOutcome.Retry)]
    [InlineData("535 5.7.8 wrong", DeliveryOutcome.Refused)]
    public async Task Answer_to_the_login_decides(string reply, DeliveryOutcome outcome)
    {
        await using var stand = new MailStand(c => c.StartsWith("AUTH", StringComparison.Ordinal) ? reply : null, "AUTH PLAIN");
        using var handler = HandlerFor(stand, ["x@example.com"], new SmtpSettings { Username = "user", Password = "s3cret" });

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(outcome);
        delivery.Reason.Should().Be($"the mail server 127.0.0.1:{stand.Port} refuses the login as 'user': {reply}");
    }

    [Theory]
    [InlineData("", "offers no login; leave 'username' empty if it needs none")]
    [InlineData("AUTH GSSAPI", "offers no login by user and password, only by GSSAPI")]
    public async Task Server_without_a_login_of_ours_is_told_with_the_way_out(string offer, string reason)
    {
        await using var stand = new MailStand(null, offer);
        using var handler = HandlerFor(stand, ["x@example.com"], new SmtpSettings { Username = "user", Password = "s3cret" });

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Should().Be(Delivery.Refused($"the mail server 127.0.0.1:{stand.Port} {reason}"));
    }

    private SmtpHandler HandlerFor(MailStand stand, string[] to, SmtpSettings? settings = null) => new(
        new SmtpOptions { To = [.. to.Select(EventTemplate.Constant)] },
        (settings ?? new SmtpSettings()) with { Enabled = true, Host = "127.0.0.1", Port = stand.Port, From = "tocsin@example.com" },
        new HandlerContext { Log = _log.Add },
        _time);
}
