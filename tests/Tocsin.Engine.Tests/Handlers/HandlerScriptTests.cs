using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;

namespace Tocsin.Engine.Tests.Handlers;

public sealed class HandlerScriptTests
{
    [Fact]
    public void Options_follow_the_property_of_the_handler()
    {
        var use = Attach("post", [new[] { "http://h/", "ignored" }]);

        Set(use, "post", "header", "X", "1");
        Set(use, "post", "header", "Y", "2");
        Set(use, "post", "header", "X", "3");
        Set(use, "post", "timeout", Duration.FromSeconds(10));
        Set(use, "post", "captureResponse");

        use.Kind.Should().Be("post");
        Text(use.Options).Should().Be("{url: http://h/, headers: {Y: 2, X: 3}, timeout: 10000000000, capture-response: True}");
    }

    [Fact]
    public void List_argument_takes_all_that_is_left() =>
        Text(Attach("exec", ["/bin/sh", new[] { "-c", "cat" }]).Options).Should().Be("{prog: /bin/sh, args: [-c, cat]}");

    [Fact]
    public void Argument_may_be_left_out() => Text(Attach("post", [Array.Empty<string>()]).Options).Should().Be("{}");

    [Fact]
    public void Last_value_counts()
    {
        var use = Attach("log", ["/tmp/a.log"]);

        Set(use, "log", "mode", 0x1FFL);
        Set(use, "log", "mode", 0x180L);

        Text(use.Options).Should().Be("{path: /tmp/a.log, mode: 384}");
    }

    [Fact]
    public void Wrong_value_is_refused_where_it_is_given()
    {
        var unnamed = () => Attach("log", [""]);
        var header = () => Set(Attach("post", [new[] { "http://h/" }]), "post", "header", "authenticate", "secret");

        unnamed.Should().Throw<ScriptArgumentException>().WithMessage("*the path is empty*");
        header.Should().Throw<ScriptArgumentException>().WithMessage("*cannot set the 'authenticate' header*");
    }

    [Fact]
    public void Handlers_are_found_in_any_case() =>
        HandlerKinds.BuiltIn.ScriptMembers.Should().OnlyContain(m => m.IgnoresCase && m.Result != null);

    private static HandlerUse Attach(string kind, object?[] arguments)
    {
        var host = new Host();
        Member(kind).Invoke(host, arguments);
        return host.Uses.Single();
    }

    private static void Set(HandlerUse use, string kind, string property, params object?[] arguments)
    {
        var members = Member(kind).Result?.Members ?? [];
        members.Single(m => m.Name == property).Invoke(use, arguments).Should().BeSameAs(use);
    }

    private static MemberDescriptor Member(string kind) => HandlerKinds.BuiltIn.ScriptMembers.Single(m => m.Name == kind);

    private static string Text(ConfigValue value) => value switch
    {
        ConfigMap map => "{" + string.Join(", ", map.Entries.Select(e => e.Key + ": " + Text(e.Value))) + "}",
        ConfigList list => "[" + string.Join(", ", list.Items.Select(Text)) + "]",
        ConfigText text => text.Value,
        ConfigInteger number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ConfigFlag flag => flag.Value.ToString(),
        _ => "",
    };

    private sealed class Host : IHandlerHost
    {
        public List<HandlerUse> Uses { get; } = [];

        public void Add(HandlerUse use) => Uses.Add(use);
    }
}
