using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Alert;

namespace Tocsin.Engine.Tests.Nodes.Alert;

public sealed class AlertTextTests
{
    [Theory]
    [InlineData("", "m:nil")]
    [InlineData("h", "m:h=a")]
    [InlineData("z,h", "m:h=a,z=")]
    public void The_default_id_names_measurement_and_group(string tags, string id)
    {
        var run = NodeHarness.OnStream(AlertRun.Node("crit>0"));
        if (tags.Length > 0)
            run.GroupedBy(tags.Split(','));

        run.Points("m,h=a v=1 1").Texts("id").Should().Equal(id);
    }

    [Theory]
    [InlineData("", "m")]
    [InlineData("h", "m\nh=a")]
    public void A_group_by_measurement_is_named_by_it(string tags, string group)
    {
        var node = AlertRun.Node("crit>0");
        node.Id = "{{ .Group }}";

        NodeHarness.OnStream(node).GroupedBy(true, tags.Length > 0 ? [tags] : []).Points("m,h=a v=1 1").Texts("id").Should().Equal(group);
    }

    [Theory]
    [InlineData("{{ .ID }} is {{ .Level }}", "m:nil is CRITICAL")]
    [InlineData("{{ .TaskName }} {{ .Name }} {{ .Tags.h }} {{ index .Fields \"v\" }}", "test m a 1e+06")]
    [InlineData("{{ .Time }} {{ .Duration }} {{ .ServerInfo.Hostname }}", "1970-01-01 00:00:01 +0000 UTC 0s localhost")]
    [InlineData("{{ .Fields.nope }} {{ index .Tags \"nope\" }}|", "<no value> |")]
    public void Messages_name_what_there_is(string template, string message)
    {
        var node = AlertRun.Node("crit>0");
        node.Message = template;

        NodeHarness.OnStream(node).Points("m,h=a v=1000000 1").Texts("msg").Should().Equal(message);
    }

    [Theory]
    [InlineData("{{ .Nope }}")]
    [InlineData("{{ if gt (index .Fields \"v\") 10 }}high{{ end }}")]
    public void A_message_that_fails_is_the_default_and_the_task_goes_on(string template)
    {
        var node = AlertRun.Node("crit>0");
        node.Message = template;

        var run = NodeHarness.OnStream(node).Points("m v=11 1", "m v=12 2");

        run.Texts("msg").Should().Equal("m:nil is CRITICAL", "m:nil is CRITICAL");
        run.Stats.Errors.Should().Be(2);
        run.Logged.Should().ContainSingle().Which.Should().Contain("cannot render message, the default is sent");
    }

    [Theory]
    [InlineData("{{ .ID", "")]
    [InlineData("{{ json . }}", "")]
    [InlineData("{{ .ID }}", "{{ nope }}")]
    public void A_text_that_is_no_template_refuses_the_script(string message, string details)
    {
        var node = AlertRun.Node("crit>0");
        (node.Message, node.Details) = (message, details);

        Problems.Of(node).Should().ContainSingle().Which.Should().Match("alert: *: template: *");
    }

    [Theory]
    [InlineData("message", "{{ .Nope }}")]
    [InlineData("id", "{{ .Level }}")]
    public void Names_that_do_not_exist_are_warned_of(string property, string template)
    {
        var node = AlertRun.Node("crit>0");
        (node.Id, node.Message) = property == "id" ? (template, node.Message) : (node.Id, template);

        Problems.WarningsOf(node).Should().ContainSingle().Which.Should().StartWith($"alert: {property}: ");
    }

    [Fact]
    public void Html_that_is_not_closed_is_warned_of_with_what_is_sent_instead()
    {
        var node = AlertRun.Node("crit>0");
        node.Details = "<a href=\"{{ .ID }}";

        Problems.HintsOf(node).Should().ContainSingle().Which.Should().Contain("plain text");
    }
}
