using System.CommandLine;
using System.CommandLine.Parsing;

namespace Tocsin.Server.Cli.Client.Kept;

/// <summary>A verb for some of what is kept under numbers, or for all of it.</summary>
internal abstract class KeptCommand : ClientCommand
{
    private const string All = "all";

    private readonly KeptThings _things;
    private readonly Argument<string[]> _numbers;

    protected KeptCommand(string verb, string description, KeptThings things, Terminal terminal, ServerChoice server)
        : base(verb, description, terminal, server)
    {
        _things = things;
        _numbers = Words("numbers", $"Numbers of {things.Plural} as 'tocsin {things.Command}' shows them, or '{All}'.", least: 1);
        _numbers.CompletionSources.Add(All);
        _numbers.Validators.Add(Check);
        Examples = [$"tocsin {things.Command} {verb} 17 18", $"tocsin {things.Command} {verb} {All}"];
    }

    public override IReadOnlyList<string> Examples { get; }

    protected sealed override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var numbers = arguments.GetRequiredValue(_numbers) is [All]
            ? (await _things.ReadAllAsync(api, cancellationToken).ConfigureAwait(false)).Select(KeptThings.Number)
            : arguments.GetRequiredValue(_numbers);
        foreach (var number in numbers)
        {
            try
            {
                await ActAsync(api, number, _things.PathOf(number), cancellationToken).ConfigureAwait(false);
            }
            catch (ApiRefusal refusal)
            {
                // One that is refused must not keep the others from their turn.
                await FailAsync(Explain(number, refusal)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Does it to one.</summary>
    /// <param name="path">Where the API has it.</param>
    protected abstract Task ActAsync(ApiClient api, string number, string path, CancellationToken cancellationToken);

    protected virtual string Explain(string number, ApiRefusal refusal) => refusal.Message;

    private void Check(ArgumentResult given)
    {
        if (given.Tokens is not [{ Value: All }] && given.Tokens.FirstOrDefault(token => !token.Value.All(char.IsAsciiDigit)) is { } wrong)
            given.AddError($"'{wrong.Value}' is not a number: 'tocsin {_things.Command}' shows those of all {_things.Plural}");
    }
}
