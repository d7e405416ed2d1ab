using Tocsin.Plugins.HipChat;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.HipChat;

public sealed class HipChatContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"error":{"code":400,"message":"no such team"}}"""];

    protected override int Accepted => 204;

    protected override bool HasDestination => true;

    protected override IReadOnlyList<TextLimit> Limits => [new("message", 10000)];

    protected override string ReplySaying(string words) => $$$"""{"error":{"code":400,"message":"{{{words}}}"}}""";

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new HipChatOptions { Room = setting.Destination };
        var settings = new HipChatSettings { Enabled = true, Token = "tok-secret", Room = "ops", Url = new Uri(setting.Url, "v2/room") };
        return new ContractSubject(new HipChatHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
