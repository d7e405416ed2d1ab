using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary><c>tocsin note</c>: writes something about an alert.</summary>
internal sealed class NoteCommand : ActivityCommand
{
    private readonly Argument<string> _text;

    public NoteCommand(Terminal terminal, ServerChoice server)
        : base("note", "Write a note about an alert.", "note", terminal, server) => _text = Argument<string>("text", "What is to be noted.");

    public override IReadOnlyList<string> Examples => ["tocsin note system cpu:host=web-07 \"restarted the worker\""];

    protected override string Message(ParseResult arguments) => arguments.GetValue(_text) ?? "";
}
