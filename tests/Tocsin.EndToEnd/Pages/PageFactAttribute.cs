namespace Tocsin.EndToEnd.Pages;

/// <summary>A test of the page in a real browser. Where Chromium, or a file that it needs, is not there the test is skipped; in CI it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PageFactAttribute : FactAttribute
{
    public const string Browser = "chromium";

    /// <param name="needs">A file below the page's folder that <c>npm ci</c> there brings; empty for none.</param>
    public PageFactAttribute(string needs = "")
    {
        if (InstalledPrograms.WhyNot(Browser, "apt-get install --no-install-recommends chromium") is { } why)
            Skip = why;
        else if (needs.Length > 0 && Environment.GetEnvironmentVariable("CI") != "true" && !File.Exists(Built.Web(needs)))
            Skip = $"{needs} is not there: npm ci in engine/Tocsin.Web";
    }
}
