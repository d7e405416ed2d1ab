using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Diagnosing;

/// <summary>What is wrong with a script.</summary>
public static class ScriptDiagnosis
{
    /// <summary>All errors and warnings, in the order of the script. Of a text that is too long only that is said.</summary>
    public static IReadOnlyList<Diagnostic> Of(EditedScript script)
    {
        if (!script.IsTooLong)
            return script.Language.Check(script.Tree);
        return
        [
            new Diagnostic(
                "TS4019", Severity.Warning, $"the text has {script.Text.Length} characters and is not checked here: {EditedScript.LongestText} are the most",
                new TextSpan(0, 0), "check it with 'tocsin check', or make several scripts of it"),
        ];
    }

    /// <summary>True for what can go without a change of meaning: editors show it faded.</summary>
    public static bool IsUnnecessary(Diagnostic diagnostic) => diagnostic.Code is "TS1103" or "TS0101" or "TS1102" or "TS1101";
}
