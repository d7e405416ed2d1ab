using System.Text;
using Tocsin.Plugins.Postman.Newman;

namespace Tocsin.Plugins.Tests.Postman;

public sealed class NewmanExportTests
{
    [Fact]
    public void What_may_be_secret_stays_in_the_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """
                {"collection":{"info":{"_postman_id":"c-9","name":"Stock API"},"item":[{"request":{"header":[{"key":"Authorization","value":"hush"}]}}]},
                 "environment":{"values":[{"key":"token","value":"hush"}]},
                 "run":{"executions":[{"item":{"id":"it-1","name":"GET stock"},"request":{"url":"hush"},"response":{"code":500,"responseTime":120,"stream":"hush"}}],
                  "failures":[{"error":{"name":"AssertionError","message":"expected 500 to equal 200","stack":"hush"},"source":{"id":"it-1","name":"GET stock"}}]}}
                """);

            Encoding.UTF8.GetString(NewmanExport.Read(file).Span)
                .Should().NotContain("hush").And.Contain("\"responseTime\":120").And.Contain("expected 500 to equal 200");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
