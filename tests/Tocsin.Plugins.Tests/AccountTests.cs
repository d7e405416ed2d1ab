using Tocsin.Plugins.Slack;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

public sealed class AccountTests : IDisposable
{
    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("{}", "/vo/key-b")]
    [InlineData("""{"account":"a"}""", "/vo/key-a")]
    [InlineData("""{"account":"b","routing-key":"team"}""", "/vo/key-b/team")]
    [InlineData("""{"account":""}""", "/vo/key-b")]
    public async Task Handlers_tell_the_account_they_choose(string options, string target)
    {
        await using var stand = await Stand.AnsweringAsync(200);
        var configuration = $$"""
            victorops:
              - {name: a, enabled: true, api-key: key-a, url: '{{stand.Url}}vo'}
              - {name: b, default: true, enabled: true, api-key: key-b, url: '{{stand.Url}}vo'}
            """;

        await _rig.Create(typeof(VictorOpsHandler), configuration, options).HandleAsync(Events.Critical(), default);

        stand.Targets.Should().Equal(target);
    }

    [Theory]
    [InlineData("workspace", "workspace")]
    [InlineData("name", "account")]
    public async Task Workspaces_of_slack_go_by_either_word(string key, string option)
    {
        await using var stand = await Stand.AnsweringAsync(200);
        var configuration = $$"""
            slack:
              - {{{key}}: one, enabled: true, url: '{{stand.Url}}one'}
              - {{{key}}: two, enabled: true, url: '{{stand.Url}}two'}
            """;

        await _rig.Create(typeof(SlackHandler), configuration, $$"""{"{{option}}":"two"}""").HandleAsync(Events.Critical(), default);

        stand.Targets.Should().Equal("/two");
    }
}
