using Tocsin.Plugins.Smtp;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Smtp;

public sealed class SmtpContractTests : DeliveryContract
{
    protected override async Task<DeliverySubject> CreateAsync(OtherSide side)
    {
        var stand = new MailStand(c => side == OtherSide.Garbled && c.StartsWith("MAIL", StringComparison.Ordinal) ? "nonsense" : null, "AUTH PLAIN")
        {
            IsSilent = side == OtherSide.Silent,
        };
        var options = new SmtpOptions { To = ["x@example.com"] };
        var settings = new SmtpSettings
        {
            Enabled = true, Host = "127.0.0.1", Port = stand.Port, From = "tocsin@example.com", Username = "user", Password = "s3cret-word",
        };
        if (side == OtherSide.Gone)
            await stand.DisposeAsync();
        return new DeliverySubject(new SmtpHandler(options, settings, new HandlerContext(), new FakeTime()), options, settings)
        {
            ArrivedAsync = () => Task.FromResult(string.Concat(stand.Mails)),
            Reached = stand.Connected,
            CloseAsync = side == OtherSide.Gone ? () => ValueTask.CompletedTask : stand.DisposeAsync,
        };
    }
}
