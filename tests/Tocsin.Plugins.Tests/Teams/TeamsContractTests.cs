using Tocsin.Plugins.Teams;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Teams;

public sealed class TeamsContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"error":{"code":"x","message":"no such team"}}""", """Bad payload: no such team"""];

    protected override int Accepted => 202;

    protected override int BodyLimit => TeamsMessage.Longest;

    protected override IReadOnlyList<TextLimit> Limits =>
        [new("attachments.0.content.body.0.text", 256), new("attachments.0.content.body.1.text", 4000)];

    protected override string ReplySaying(string words) => $$$"""{"error":{"code":"InvalidRequest","message":"{{{words}}}"}}""";

    protected override bool HasDestination => true;

    protected override string DestinationAt(Uri url) => new Uri(url, "team-web").AbsoluteUri;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new TeamsOptions { ChannelUrl = setting.Destination };
        var settings = new TeamsSettings { Enabled = true, ChannelUrl = new Uri(setting.Url, "workflows/a1/secret?sig=sEcReT-0") };
        return new ContractSubject(new TeamsHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
