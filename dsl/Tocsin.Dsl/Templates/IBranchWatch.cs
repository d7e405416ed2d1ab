namespace Tocsin.Dsl.Templates;

/// <summary>Is shown which branches of templates are taken, where somebody wants to know which were reached. Any thread may call.</summary>
public interface IBranchWatch
{
    /// <summary>A template has a branch.</summary>
    /// <param name="template">The template's name.</param>
    /// <param name="offset">Where the branch begins in its text.</param>
    /// <param name="branch">The branch in short: <c>{{if eq .Level "OK"}}</c>.</param>
    void Expect(string template, int offset, string branch);

    /// <summary>A branch was come to, and what is in it was written or left out.</summary>
    void Saw(string template, int offset, bool isTaken);
}
