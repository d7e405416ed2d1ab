using Tocsin.Dsl.Binding;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Engine.Commands;
using Tocsin.Sdk;
using Tocsin.Sdk.Commands;

namespace Tocsin.Engine.Tests.Commands;

public sealed class CommandKindTests
{
    [Theory]
    [InlineData(typeof(NotACommand), "NotACommand must be a class that implements IProgramCommand")]
    [InlineData(typeof(Shouting), "the command 'Delta Greet' of * must be words of lower-case letters, digits and dashes, with one space between them")]
    [InlineData(typeof(Spaced), "the command 'delta  greet' of * must be words *")]
    [InlineData(typeof(AsksForTemplate), "option 'text' of TemplateOptions cannot be given on a command line: *")]
    [InlineData(typeof(AsksForUrl), "option 'url' of UrlOptions has the name of an option that all commands have: choose another")]
    [InlineData(typeof(AsksForMore), "the constructor of * asks for 'more' of type Version, which it is not given: it may ask for one class marked [[]CommandOptions], *")]
    public void A_class_that_is_not_written_as_the_sdk_says_is_refused(Type type, string error)
    {
        var read = () => Kind(type, "test");

        read.Should().Throw<OptionsShapeException>().WithMessage("*" + error.Replace("[[]", "[", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(typeof(DeltaGreet), typeof(DeltaGreet), "command 'delta greet' is already provided by 'test'")]
    [InlineData(typeof(DeltaGreet), typeof(Delta), "command 'delta' is left out because of 'delta greet' of 'test': no name may be the beginning of another")]
    [InlineData(typeof(Delta), typeof(DeltaGreet), "command 'delta greet' is left out because of 'delta' of 'test': no name may be the beginning of another")]
    [InlineData(typeof(DeltaGreet), typeof(DeltaGreetings), null)]
    public void A_name_that_is_taken_or_begins_another_is_refused(Type first, Type second, string? error)
    {
        CommandKinds.Empty.TryAdd(Kind(first, "test"), out var one, out _).Should().BeTrue();

        one!.TryAdd(Kind(second, "other"), out var both, out var refusal).Should().Be(error is null); // Just added to.

        refusal.Should().Be(error);
        (both?.All.Count).Should().Be(error is null ? 2 : null);
    }

    [Fact]
    public void A_command_says_what_it_takes_and_whether_it_talks_to_a_server()
    {
        var kind = Kind(typeof(AsksForAll), "test");

        kind.TalksToServer.Should().BeTrue();
        kind.DescribeOptions().Select(option => (option.Key, option.IsArgument, option.IsRequired, option.IsFlag, option.IsList, option.ValueName)).Should().Equal(
            ("file", true, true, false, false, ""), ("loud", false, false, true, false, ""), ("header", false, false, false, true, "NAME=VALUE"),
            ("wait", false, false, false, false, "TIME"));
        Kind(typeof(Delta), "test").TalksToServer.Should().BeFalse();
    }

    [Fact]
    public async Task What_options_check_themselves_is_said_with_the_dashes()
    {
        using var http = new HttpClient();
        var parts = new CommandParts { Http = http, Server = new ServerClient(http), Environment = static _ => null };
        var given = new Dictionary<string, IReadOnlyList<string>> { ["file"] = ["x"], ["wait"] = ["1h"] };

        var run = () => Kind(typeof(AsksForAll), "test").RunAsync(given, parts, CancellationToken.None);

        (await run.Should().ThrowAsync<CommandException>().WithMessage("--wait: an hour is too long")).Which.IsUsage.Should().BeTrue();
    }

    private static CommandKind Kind(Type type, string origin) => CommandKind.FromType(type, origin, DocumentationFile.None);

    [ProgramCommand("delta", "Not a command.")]
    private sealed class NotACommand;

    [ProgramCommand("Delta Greet", "")]
    private sealed class Shouting : Silent;

    [ProgramCommand("delta  greet", "")]
    private sealed class Spaced : Silent;

    [ProgramCommand("delta", "")]
    private sealed class Delta : Silent;

    [ProgramCommand("delta greet", "")]
    private sealed class DeltaGreet : Silent;

    [ProgramCommand("delta greetings", "")]
    private sealed class DeltaGreetings : Silent;

    [ProgramCommand("delta", "")]
    private sealed class AsksForTemplate(TemplateOptions options) : Silent
    {
        public override string ToString() => options.Text?.Text ?? "";
    }

    [ProgramCommand("delta", "")]
    private sealed class AsksForUrl(UrlOptions options) : Silent
    {
        public override string ToString() => options.Url;
    }

    [ProgramCommand("delta", "")]
    private sealed class AsksForMore(Version more) : Silent
    {
        public override string ToString() => more.ToString();
    }

    [ProgramCommand("delta", "")]
    private sealed class AsksForAll(AllOptions options, ServerClient server, CommandContext context) : Silent
    {
        public override string ToString() => $"{options} {server} {context}";
    }

    [CommandOptions]
    private sealed record TemplateOptions
    {
        public EventTemplate? Text { get; init; }
    }

    [CommandOptions]
    private sealed record UrlOptions
    {
        public string Url { get; init; } = "";
    }

    [CommandOptions]
    private sealed record AllOptions : ICheckedOptions
    {
        [CommandOption(IsArgument = true)]
        public required string File { get; init; }

        public bool Loud { get; init; }

        public IReadOnlyDictionary<string, string> Header { get; init; } = new Dictionary<string, string>();

        [CommandOption(ValueName = "TIME")]
        public TimeSpan Wait { get; init; }

        public IEnumerable<OptionProblem> Check()
        {
            if (Wait >= TimeSpan.FromHours(1))
                yield return new OptionProblem("wait", "an hour is too long");
        }
    }

    private abstract class Silent : IProgramCommand
    {
        public Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
