using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Tests.Binding.Nodes;

namespace Tocsin.Dsl.Tests.Binding;

/// <summary>The nodes of this folder's tests, with one handler on the alert as a plugin would put it there.</summary>
internal static class FakeCatalog
{
    private static readonly MemberDescriptor Channel = new()
    {
        Name = "channel",
        Parameters = [new ParameterDescriptor("channel", typeof(string))],
        Invoke = (target, arguments) =>
        {
            ((FakeHandler)target!).Channel = (string)arguments[0]!;
            return target;
        },
    };

    private static readonly MemberDescriptor Slack = new()
    {
        Name = "slackBot",
        Parameters = [],
        IgnoresCase = true,
        Result = new ObjectDescriptor("slackBot", [Channel]),
        Invoke = (target, _) =>
        {
            var handler = new FakeHandler();
            ((AlertNode)target!).Handlers.Add(handler);
            return handler;
        },
    };

    public static readonly NodeCatalog Nodes = new(typeof(FakeCatalog).Assembly.GetTypes()
        .Where(t => t.IsDefined(typeof(NodeAttribute), false) && !t.IsNested).Select(NodeDescriptors.From).Select(WithHandler));

    private static NodeDescriptor WithHandler(NodeDescriptor node) =>
        node.Name == "alert" ? node with { Members = node.Members with { Members = [.. node.Members.Members, Slack] } } : node;
}
