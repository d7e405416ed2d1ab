using Tocsin.Plugins.Telegram;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Telegram;

public sealed class TelegramContractTests : HandlerContract
{
    protected override DeliveryOutcome OutcomeOfGarbage => DeliveryOutcome.Retry;

    protected override IReadOnlyList<string> RefusedByBody => ["""{"ok":false,"error_code":400,"description":"no such team"}""", """{"ok":false,"description":"no such team"}"""];

    protected override string AcceptedReply => """{"ok":true,"result":{}}""";

    protected override IReadOnlyList<TextLimit> Limits => [new("text", 4096)];

    protected override string ReplySaying(string words) => $$"""{"ok":false,"description":"{{words}}"}""";

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new TelegramOptions { ChatId = setting.Destination, ParseMode = "HTML" };
        var settings = new TelegramSettings { Enabled = true, Token = "110201543:AAH-secret", ChatId = "9", Url = new Uri(setting.Url, "bot") };
        return new ContractSubject(new TelegramHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
