namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>What one rendering may do.</summary>
/// <param name="Length">The longest text, in UTF-16 units.</param>
/// <param name="Steps">How many steps it may take.</param>
/// <param name="StepsSetting">What people set to allow more of them; empty for nothing.</param>
internal readonly record struct RenderLimits(int Length, int Steps, string StepsSetting)
{
    /// <summary>The end of a sentence that names a limit: how it is raised.</summary>
    public static string Raise(string setting) => setting.Length == 0 ? "" : $"; {setting} of the configuration allows more";
}
