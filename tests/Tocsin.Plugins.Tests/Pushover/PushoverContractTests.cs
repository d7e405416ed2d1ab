using System.Text;
using System.Text.Json;
using Tocsin.Plugins.Pushover;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Pushover;

public sealed class PushoverContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"status":0,"errors":["no such team"]}""", """{"status":0,"why":"no such team"}"""];

    protected override IReadOnlyList<TextLimit> Limits => [new("message", 1024)];

    protected override bool HasDestination => true;

    protected override string ReplySaying(string words) => $$"""{"errors":["{{words}}"],"status":0}""";

    // A form, and not JSON.
    protected override ReadOnlyMemory<byte> JsonOf(ReadOnlyMemory<byte> body) => JsonSerializer.SerializeToUtf8Bytes(
        Encoding.UTF8.GetString(body.Span).Split('&').Select(field => field.Split('='))
            .ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1].Replace('+', ' '))));

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new PushoverOptions { UserKey = setting.Destination };
        var settings = new PushoverSettings { Enabled = true, Token = "tok-secret", UserKey = "user-secret", Url = new Uri(setting.Url, "1/messages.json") };
        return new ContractSubject(new PushoverHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
