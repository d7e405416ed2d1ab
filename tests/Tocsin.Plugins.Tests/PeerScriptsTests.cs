using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Engine.Plugins;
using Tocsin.Plugins.Alerta;
using Tocsin.Plugins.BigPanda;
using Tocsin.Plugins.HipChat;
using Tocsin.Plugins.Kafka;
using Tocsin.Plugins.Mqtt;
using Tocsin.Plugins.OpsGenie;
using Tocsin.Plugins.Pushover;
using Tocsin.Plugins.Sensu;
using Tocsin.Plugins.ServiceNow;
using Tocsin.Plugins.SnmpTrap;
using Tocsin.Plugins.Talk;
using Tocsin.Plugins.Zenoss;

namespace Tocsin.Plugins.Tests;

/// <summary>Handlers are written in scripts as Kapacitor writes them.</summary>
public sealed class PeerScriptsTests
{
    private static readonly HandlerKinds Kinds = new[]
    {
        typeof(AlertaHandler), typeof(BigPandaHandler), typeof(HipChatHandler), typeof(KafkaHandler), typeof(MqttHandler), typeof(OpsGenie1Handler), typeof(PushoverHandler),
        typeof(SensuHandler), typeof(ServiceNowHandler), typeof(SnmpTrapHandler), typeof(TalkHandler), typeof(ZenossHandler),
    }.Aggregate(HandlerKinds.BuiltIn, (kinds, type) =>
        kinds.TryAdd(HandlerKind.FromType(type, "test"), out var more, out var error) ? more : throw new InvalidOperationException(error));

    [Theory]
    [InlineData(".alerta().token('t').tokenPrefix('Key').resource('r').event('e').environment('env').group('g').value('v').origin('o').services('a', 'b').timeout(5m)")]
    [InlineData(".alerta().correlated('a', 'b').attribute('k', 'v').attribute('n', 5).renameSeverity('crit', 'major')")]
    [InlineData(".bigPanda().appKey('k').primaryProperty('p').secondaryProperty('s').host('h').attribute('k', 'v').attribute('on', TRUE)")]
    [InlineData(".hipChat().room('r').token('t')")]
    [InlineData(".kafka().cluster('c').kafkaTopic('t').template('{{ .ID }}').disablePartitionById().partitionHashAlgorithm('murmur2')")]
    [InlineData(".mqtt('t').brokerName('b').qos(1).retained(TRUE)")]
    [InlineData(".mqtt('t').qos('exactly-one').retained(FALSE).topic('u')")]
    [InlineData(".opsGenie().teams('a', 'b').recipients('c')")]
    [InlineData(".pushover().userKey('u').device('d').title('t').URL('http://x').URLTitle('x').sound('s')")]
    [InlineData(".sensu().source('s').handlers('a', 'b').metadata('k1', 'v').metadata('k2', 5).metadata('k3', 5.0)")]
    [InlineData(".serviceNow().source('s').node('n').type('t').resource('r').metricName('m').messageKey('k').additionalInfo('a', 'b').additionalInfo('n', 1)")]
    [InlineData(".snmpTrap('1.1.1.1').data('1.3.6.1.2.1.1.7', 'i', '{{ index .Fields \"value\" }}').data('1.3.6.1.2.1.1.8', 'n', '')")]
    [InlineData(".talk()")]
    [InlineData(".zenoss().action('a').method('m').type('t').TID(2).summary('s').device('d').component('c').eventClassKey('k').eventClass('/c').collector('x').message('m').customField('f', 1)")]
    public void Properties_are_accepted_and_those_of_the_alert_may_follow(string handler)
    {
        var bound = ScriptBinder.Bind(SyntaxTree.Parse(new SourceText($"stream|from()|alert().crit(lambda: TRUE){handler}.stateChangesOnly()")), new Extensions { Kinds = Kinds }.Vocabulary.Nodes);

        bound.Diagnostics.Where(found => found.Code != "TS3900").Should().BeEmpty("but for the warning of secrets in scripts");
        bound.Graph.Should().NotBeNull();
    }

    [Theory]
    [InlineData(".snmpTrap('').data('1', 'z', 'x')", "you must supply a trap Oid")]
    [InlineData(".snmpTrap('1.1').data('1.2', 'z', 'x')", "unsupported data type 'z' for data entry '1.2'")]
    [InlineData(".mqtt('a/#')", "'a/#' isn't a topic to publish to")]
    [InlineData(".mqtt('t').qos(7)", "must be one of at-most-once, at-least-once, exactly-one, or a number from 0 to 2, not the number 7")]
    [InlineData(".sensu().metadata('k', lambda: TRUE)", "must be text, a number, true or false")]
    [InlineData(".kafka().partitionHashAlgorithm('md5')", "'md5' isn't known: write crc32, murmur2 or fnv-1a")]
    public void Mistakes_are_told_where_they_are_made(string handler, string problem)
    {
        var source = new SourceText($"stream|from()|alert().crit(lambda: TRUE){handler}");

        var found = ScriptBinder.Bind(SyntaxTree.Parse(source), new Extensions { Kinds = Kinds }.Vocabulary.Nodes).Diagnostics.Should().ContainSingle().Subject;

        found.Message.Should().Contain(problem);
    }
}
