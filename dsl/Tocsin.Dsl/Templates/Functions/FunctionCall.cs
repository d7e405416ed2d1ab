namespace Tocsin.Dsl.Templates.Functions;

/// <summary>The arguments of a call, and its failure.</summary>
internal ref struct FunctionCall(ReadOnlySpan<TemplateValue> arguments, int maxLength)
{
    public ReadOnlySpan<TemplateValue> Arguments { get; } = arguments;

    /// <summary>How long a text the function may make.</summary>
    public int MaxLength { get; } = maxLength;

    public string? Error { get; private set; }

    public TemplateValue Fail(string message)
    {
        Error = message;
        return default;
    }

    /// <summary>A text result; null means that it grew too long, and one that is too long is refused as well.</summary>
    public TemplateValue Result(string? text) =>
        text is null || text.Length > MaxLength ? Fail($"text is longer than {MaxLength} characters") : TemplateValue.From(text);
}
