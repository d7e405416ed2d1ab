using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts;

/// <summary>Says of events whether a handler takes them, by the expression its author wrote. One thread at a time may ask.</summary>
public sealed class EventMatch
{
    private readonly MatchExpression _expression;
    private readonly Subject _subject = new();

    private EventMatch(MatchExpression expression) => _expression = expression;

    /// <summary>The expression as it was written.</summary>
    public string Text => _expression.Text;

    /// <summary>Reads an expression. The error names the place and what is wrong there.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out EventMatch? match, [NotNullWhen(false)] out string? error)
    {
        var diagnostics = new DiagnosticBag();
        if (MatchExpression.Compile(text, diagnostics) is { } expression)
        {
            match = new EventMatch(expression);
            error = null;
            return true;
        }

        match = null;
        var first = diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error);
        var place = new SourceText(text).PositionOf(first.Span.Start).ToString();
        var what = first.Message.Contains(place, StringComparison.Ordinal) ? first.Message : $"{place}: {first.Message}";
        error = first.Hint is null ? $"invalid match expression: {what}" : $"invalid match expression: {what}; {first.Hint}";
        return false;
    }

    /// <summary>Evaluates the expression for an event. False with the reason where it has no answer.</summary>
    public bool TryEvaluate(AlertEvent alert, out bool isMatch, [NotNullWhen(false)] out string? error)
    {
        _subject.Use(alert);
        var isEvaluated = _expression.TryMatch(_subject, out isMatch, out var failure);
        error = failure?.Text;
        return isEvaluated;
    }

    private sealed class Subject : IMatchSubject
    {
        private AlertEvent? _alert;
        private TagSet? _tags;

        public bool Changed => Alert.Level != Alert.PreviousLevel;

        public int Level => (int)Alert.Level;

        public string Name => Alert.Name;

        public string TaskName => Alert.TaskName;

        public Duration Duration => new(Alert.DurationNanoseconds);

        public TagSet Tags => _tags ??= TagSet.From(Alert.Tags);

        private AlertEvent Alert => _alert ?? throw new InvalidOperationException("A match expression was asked before it was given an event.");

        public void Use(AlertEvent alert)
        {
            if (!ReferenceEquals(_alert?.Tags, alert.Tags))
                _tags = null;
            _alert = alert;
        }
    }
}
