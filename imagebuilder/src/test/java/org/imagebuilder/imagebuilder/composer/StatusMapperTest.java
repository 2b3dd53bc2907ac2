package org.imagebuilder.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusMapperTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'status':'pending'}|{'status':'pending'}",
        "{'status':'uploading','started_at':'x'}|{'status':'uploading'}",
        "{'status':'registering'}|{'status':'registering'}",
        "{'status':'building','progress':{'done':3,'total':7,'message':'m','subprogress':{'done':1,'total':2,'subprogress':{'done':0,'total':1}}}}|{'status':'building','progress':{'done':3,'total':7,'message':'m','subprogress':{'done':1,'total':2}}}",
        "{'status':'success','upload_status':{'status':'success','type':'aws','options':{'ami':'a','region':'r','more':1}}}|{'status':'success','upload_status':{'status':'success','type':'aws','options':{'ami':'a','region':'r'}}}",
        "{'status':'success','upload_status':{'status':'success','type':'aws.s3','options':{'url':'u'}},'upload_statuses':[]}|{'status':'success','upload_status':{'status':'success','type':'aws.s3','options':{'url':'u'}}}",
        "{'status':'success','upload_status':{'status':'success','type':'gcp','options':{'project_id':'p'}}}|{'status':'success','upload_status':{'status':'success','type':'gcp','options':{'project_id':'p','image_name':''}}}",
        "{'status':'success','upload_status':{'status':'success','type':'azure','options':{'image_name':'i'}}}|{'status':'success','upload_status':{'status':'success','type':'azure','options':{'image_name':'i'}}}",
        "{'status':'success','upload_status':{'status':'success','type':'oci.objectstorage','options':{'url':'u'}}}|{'status':'success','upload_status':{'status':'success','type':'oci.objectstorage','options':{'url':'u'}}}",
        "{'status':'success','upload_status':{'status':'success','type':'local','options':{'artifact_path':'p'}}}|{'status':'success','upload_status':{'status':'success','type':'local','options':null}}",
        "{'status':'failure','error':{'id':10,'reason':'r','details':['d']}}|{'status':'failure','error':{'id':10,'reason':'r','details':['d']}}",
        "{'status':'failure','error':{'id':28,'reason':'r','details':[{'id':9,'reason':'s','details':{'id':21,'reason':'t','details':'vim'}}]}}|{'status':'failure','error':{'id':21,'reason':'t','details':'vim'}}",
        "{'status':'failure','error':{'id':5,'reason':'r','details':'text'}}|{'status':'failure','error':{'id':5,'reason':'r','details':'text'}}",
        "{'status':'failure','error':{'id':26,'reason':'r','details':[]}}|{'status':'failure','error':{'id':26,'reason':'r','details':[]}}",
        "{'status':'pending','notice':'n'}|{'status':'pending','notice':'n'}",
      })
  void the_state_of_the_image_is_told_in_the_public_form(String composers, String ours) {
    JsonNode status = StatusMapper.imageStatus(reply(200, "{'image_status':" + composers + "}"));

    assertThat(status).isEqualTo(json(ours));
  }

  @Test
  void what_composer_does_not_know_is_not_found() {
    assertThatThrownBy(() -> StatusMapper.imageStatus(reply(404, "{'reason':'gone'}")))
        .hasMessageContaining("gone")
        .hasMessageContaining("COMPOSE_UNKNOWN_TO_COMPOSER");
  }

  @Test
  void another_answer_of_composer_is_a_fault() {
    assertThatThrownBy(() -> StatusMapper.imageStatus(reply(502, "{}")))
        .hasMessageContaining("Failed querying compose status (code 502)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "{'image_status':{'status':''}}", "{'image_status':{'status':'new'}}"})
  void an_answer_that_says_nothing_is_a_fault(String body) {
    assertThatThrownBy(() -> StatusMapper.imageStatus(reply(200, body)))
        .hasMessageContaining("Failed to decode compose status");
  }

  private static ComposerReply reply(int status, String body) {
    JsonNode tree = body.isEmpty() ? MissingNode.getInstance() : json(body);
    return new ComposerReply(status, tree, tree.toString());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(text, failure);
    }
  }
}
