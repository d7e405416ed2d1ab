using System.Collections;
using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Syntax;

/// <summary>Collects diagnostics while a stage works. One method per mistake lives in the stage's own <c>XDiagnostics</c> extensions.</summary>
public sealed class DiagnosticBag : IReadOnlyCollection<Diagnostic>
{
    private readonly List<Diagnostic> _diagnostics = [];

    public int Count => _diagnostics.Count;

    public bool HasErrors => _diagnostics.Exists(d => d.Severity == Severity.Error);

    public void Error(string code, TextSpan span, string message, WayOut? wayOut = null) => Add(Severity.Error, code, span, message, wayOut);

    public void Warning(string code, TextSpan span, string message, WayOut? wayOut = null) => Add(Severity.Warning, code, span, message, wayOut);

    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _diagnostics.AddRange(diagnostics);

    public IEnumerator<Diagnostic> GetEnumerator() => _diagnostics.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(Severity severity, string code, TextSpan span, string message, WayOut? wayOut) =>
        _diagnostics.Add(new Diagnostic(code, severity, message, span, wayOut?.Text) { Remedy = wayOut?.Remedy });
}
