namespace Tocsin.Engine.Tests.Checks;

/// <summary>What cannot work in an alert is said when its script is read.</summary>
public sealed class AlertChecksTests
{
    private const string Grouped = "stream|from().measurement('m').groupBy('host')";

    [Theory]
    [InlineData("|alert().crit(lambda: TRUE).id('{{ index .Tags \"room\" }}').log('/tmp/x')", "TS3305 1:75: alert: the id names the tag 'room', and the data is grouped by 'host' only")]
    [InlineData("|alert().crit(lambda: TRUE).id('{{ .Tags.room }}').log('/tmp/x')", "TS3305 1:75")]
    [InlineData("|mean('v')|alert().crit(lambda: TRUE).message('{{ index .Tags \"room\" }}').log('/tmp/x')", "TS3303 1:85: alert: there is no tag \"room\" here: mean keeps only the tags grouped by")]
    [InlineData("|mean('v')|alert().crit(lambda: TRUE).details('{{ index .Fields \"v\" }}').log('/tmp/x')", "TS3302 1:85: alert: there is no field \"v\" here: mean gives the field 'mean' only")]
    [InlineData("|alert().crit(lambda: TRUE).tcp('{{ .Foo }}:80')", "TS3101 1:75: alert: option 'address' of handler kind 'tcp': template: address:1")]
    [InlineData("|mean('v')|alert().crit(lambda: TRUE).tcp('{{ index .Tags \"room\" }}:80')", "TS3303 1:85: alert: there is no tag \"room\" here: mean keeps only the tags grouped by")]
    [InlineData("|mean('v')|alert().crit(lambda: TRUE).tcp('{{ index .Fields \"v\" }}:80')", "TS3302 1:85: alert: there is no field \"v\" here")]
    [InlineData("|alert().warn(lambda: \"v\" > 90).crit(lambda: \"v\" > 80).log('/tmp/x')", "TS3306 1:56: alert: WARNING is never reached: whenever warn holds, crit holds too")]
    [InlineData("|alert().info(lambda: \"v\" > 90).crit(lambda: TRUE).log('/tmp/x')", "TS3306 1:56: alert: INFO is never reached")]
    [InlineData("|alert().crit(lambda: \"v\" > 90 AND \"v\" < 80).log('/tmp/x')", "TS3307 1:56: alert: the condition of crit can never hold")]
    [InlineData("|alert().crit(lambda: \"v\" > 90).critReset(lambda: \"v\" < 1 AND \"v\" > 2).log('/tmp/x')", "TS3307 1:79: alert: the condition of critReset can never hold")]
    [InlineData("|alert().crit(lambda: TRUE).message('{{ index .Tags host }}').log('/tmp/x')", "TS2001 1:75: alert: message: template: message:1: function \"host\" not defined")]
    [InlineData("|alert().crit(lambda: TRUE).id('{{ if }}').log('/tmp/x')", "TS2001 1:75: alert: id: template: id:1: ")]
    [InlineData("|alert().crit(lambda: TRUE).details('{{ .ID | shout }}').log('/tmp/x')", "TS2001 1:75: alert: details: template: details:1: function \"shout\" not defined")]
    [InlineData("|deadman(1.0, 0s).log('/tmp/x')", "TS2001 1:48: stats: the interval 0s is not greater than zero")]
    [InlineData("|window().every(1m)|mean('v')|log()", "TS2001 1:48: window: there is neither a period nor a periodCount")]
    [InlineData("|alert().crit(lambda: TRUE).id('cpu').log('/tmp/x')", "TS3680 1:75: alert: the id does not name 'host', by which the data is grouped: groups that differ in nothing else share one alert")]
    [InlineData("|alert().crit(lambda: TRUE).id('{{ .TaskName }}/{{ .Name }}').log('/tmp/x')", "TS3680 1:75: alert: the id does not name 'host'")]
    [InlineData("|groupBy('cpu', 'host')|alert().crit(lambda: TRUE).id('{{ index .Tags \"host\" }}').log('/tmp/x')", "TS3680 1:98: alert: the id does not name 'cpu', by which")]
    [InlineData("|groupBy(*)|alert().crit(lambda: TRUE).id('cpu').log('/tmp/x')", "TS3680 1:86: alert: the id names no tag, and the data is grouped by all of them")]
    [InlineData("|window().period(1m).every(1m)|mean('v')|alert().crit(lambda: TRUE).id('cpu').log('/tmp/x')", "TS3680 1:115: alert: the id does not name 'host'")]
    [InlineData("|deadman(1.0, 10s).id('dead').log('/tmp/x')", "TS3680 1:66: alert: the id does not name 'host'")]
    [InlineData("|alert().crit(lambda: TRUE).id('{{ with index .Tags \"room\" }}{{ . }}{{ end }}').log('/tmp/x')", "TS3680 1:75: alert: the id does not name 'host'")]
    [InlineData("|alert().log('/tmp/x')", "TS3681 1:48: alert: none of info, warn and crit says when: it is always OK and never alerts")]
    [InlineData("|alert().crit(lambda: TRUE).flapping(0.5, 0.25).log('/tmp/x')", "TS3880 1:75: alert: flapping(0.5, 0.25): low is above high")]
    [InlineData("|sideload().source('file:///x').order('{{ .room }}.yml').tag('team', 'ops')|alert().crit(lambda: TRUE).id('{{ index .Tags \"team\" }}').log('/tmp/x')", "TS3305 1:150: alert: the id names the tag 'team'")]
    [InlineData("|sideload().source('file:///x').order('{{ .host }}.yml').tag('team', 'ops')|groupBy('room')|alert().crit(lambda: TRUE).id('{{ index .Tags \"team\" }}').log('/tmp/x')", "TS3305 1:166: alert: the id names the tag 'team'")]
    [InlineData("|alert().crit(lambda: TRUE).inhibit('web', 'dc').log('/tmp/x')", "TS3960 1:75: alert: inhibit names the tag 'dc', and the data is grouped by 'host' only: it mutes only alerts that have no tag 'dc'")]
    [InlineData("|where(lambda: \"dc\" == 'a')|alert().crit(lambda: TRUE).inhibit('web', 'host', 'dc').log('/tmp/x')", "TS3960 1:102: alert: inhibit names the tag 'dc'")]
    [InlineData("|deadman(-1.0, 10s).log('/tmp/x')", "TS3966 1:48: stats: a deadman of -1 points never alerts")]
    [InlineData("|alert().crit(lambda: TRUE).flapping(2.0, 3.0).log('/tmp/x')", "TS2001 1:75: alert: flapping(2, 3)")]
    public void What_cannot_work_is_said_with_its_place(string chain, string finding) =>
        Finding.In(Grouped + chain).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("|alert().crit(lambda: TRUE).id('{{ index .Tags \"host\" }}').log('/tmp/x')")]
    [InlineData("|alert().crit(lambda: TRUE).flapping(0.25, 0.25).log('/tmp/x')")]
    [InlineData("|alert().crit(lambda: TRUE).inhibit('web').inhibit('db', 'host').log('/tmp/x')")]
    [InlineData("|groupBy(*)|alert().crit(lambda: TRUE).id('{{ .Group }}').inhibit('web', 'dc').log('/tmp/x')")]
    [InlineData("|deadman(0.0, 10s).log('/tmp/x')")]
    [InlineData("|sideload().source('file:///x').order('{{ .host }}.yml', 'default.yml').tag('team', 'ops')|alert().crit(lambda: TRUE).id('{{ index .Tags \"host\" }}/{{ index .Tags \"team\" }}').log('/tmp/x')")]
    [InlineData("|where(lambda: \"room\" == 'a' AND \"v\" > 1)|alert().crit(lambda: TRUE).id('{{ index .Tags \"room\" }}{{ index .Tags \"host\" }}').log('/tmp/x')")]
    [InlineData("|mean('v')|alert().crit(lambda: TRUE).tcp('{{ index .Tags \"host\" }}{{ .Message }}:80')")]
    [InlineData("|groupBy(*)|alert().crit(lambda: TRUE).id('{{ index .Tags \"room\" }}').log('/tmp/x')")]
    [InlineData("|alert().crit(lambda: TRUE).id('cpu {{ .Group }}').log('/tmp/x')")]
    [InlineData("|groupBy('cpu', 'host')|alert().crit(lambda: TRUE).id('{{ .Tags.host }}{{ if index .Tags \"cpu\" }}cpu{{ end }}').log('/tmp/x')")]
    [InlineData("|groupBy('cpu', 'host')|alert().crit(lambda: TRUE).id('{{ range $key, $value := .Tags }}{{ $value }}{{ end }}').log('/tmp/x')")]
    [InlineData("|groupBy('cpu', 'host')|alert().crit(lambda: TRUE).id('{{ define \"x\" }}{{ .Group }}{{ end }}{{ template \"x\" . }}').log('/tmp/x')")]
    [InlineData("|where(lambda: \"host\" == 'a')|alert().crit(lambda: TRUE).id('cpu').log('/tmp/x')")]
    [InlineData("|groupBy()|alert().crit(lambda: TRUE).id('cpu').log('/tmp/x')")]
    [InlineData("|groupBy().byMeasurement()|alert().crit(lambda: TRUE).id('cpu').log('/tmp/x')")]
    [InlineData("|mean('v')|alert().crit(lambda: TRUE).message('{{ if index .Tags \"room\" }}in {{ index .Tags \"room\" }}{{ end }}').log('/tmp/x')")]
    [InlineData("|alert().info(lambda: \"v\" > 70).warn(lambda: \"v\" > 80).crit(lambda: \"v\" > 90).log('/tmp/x')")]
    [InlineData("|alert().warn(lambda: \"v\" < 20).crit(lambda: \"v\" < 10).critReset(lambda: \"v\" > 30).log('/tmp/x')")]
    [InlineData("|alert().warn(lambda: \"v\" > 80 AND \"w\" > 1).crit(lambda: \"v\" > 90).log('/tmp/x')")]
    [InlineData("|deadman(1.0, 10s).id('{{ index .Tags \"host\" }}').message('{{ index .Fields \"emitted\" }}').log('/tmp/x')")]
    [InlineData("|alert().crit(lambda: TRUE).levelTag('level').idField('id').log('/tmp/x')|groupBy('level')|where(lambda: \"id\" != '')")]
    public void What_may_work_is_not_spoken_of(string chain) => Finding.In(Grouped + chain).Should().BeEmpty();

    [Fact]
    public void Of_several_measurements_that_are_groups_the_id_names_which() =>
        Finding.In("stream|from().groupByMeasurement()|alert().crit(lambda: TRUE).id('x').log('/tmp/x')").Should().ContainSingle()
            .Which.Should().StartWith("TS3680 1:63: alert: the id does not name the measurement, by which the data is grouped");

    [Fact]
    public void An_id_that_a_template_leaves_open_is_judged_when_it_has_a_value()
    {
        const string Script = "var id string\n" + Grouped + "|alert().crit(lambda: TRUE).id(id).log('/tmp/x')";

        Finding.In(Script, isTemplate: true).Should().BeEmpty();
        Finding.In(Script.Replace("id string", "id = 'cpu'", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().StartWith("TS3680 2:75");
    }
}
