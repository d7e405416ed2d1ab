namespace Tocsin.House.Tests.Peer;

/// <summary>Every handler that alert nodes of Kapacitor may have, up to 1.6, is there with its properties; what is not stands in docs/differences.md.</summary>
public sealed class PeerHandlersTests
{
    private const string Handlers = """
        post: endpoint header captureResponse timeout skipSSLVerification
        tcp
        email: to toTemplates
        exec
        log: mode
        victorOps: routingKey
        pagerDuty: serviceKey
        pagerDuty2: routingKey serviceKey link
        slack: workspace channel username iconEmoji
        telegram: chatId parseMode disableWebPagePreview disableNotification
        hipChat: room token
        alerta: token resource event environment group value origin services timeout correlated attribute renameSeverity
        sensu: source handlers metadata
        pushover: userKey device title URL URLTitle sound
        opsGenie: teams recipients
        opsGenie2: teams recipients recoveryAction
        talk
        mqtt: brokerName qos retained
        snmpTrap: data
        kafka: cluster kafkaTopic template disablePartitionById partitionHashAlgorithm
        discord: workspace username avatarURL embedTitle
        bigPanda: appKey host primaryProperty secondaryProperty attribute
        teams: channelURL
        serviceNow: URL source node type resource metricName messageKey additionalInfo
        zenoss: action method type summary device component eventClassKey eventClass collector message customField
        """;

    public static TheoryData<string> All => [.. Handlers.ReplaceLineEndings("\n").Split('\n')];

    [Theory]
    [MemberData(nameof(All))]
    public void A_handler_of_the_peer_is_there_with_its_properties(string line)
    {
        var (name, properties) = line.Split(':') is [var handler, var list] ? (handler, list.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : (line, []);
        var member = ShippedPlugins.Kinds.ScriptMembers.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        member.Should().NotBeNull("{0} is a handler of the peer", name);
        var differences = Repository.Read("docs/differences.md");

        properties.Where(property => member!.Result!.Members.All(known => !known.Name.Equals(property, StringComparison.OrdinalIgnoreCase)) && !differences.Contains($"`{name}.{property}`", StringComparison.Ordinal))
            .Should().BeEmpty("{0} has these properties in Kapacitor", name);
    }
}
