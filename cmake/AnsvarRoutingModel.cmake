# The router's trained model, made from routing/data by the build: ${ANSVAR_ROUTING_MODEL}, target routing_model.
set(ANSVAR_ROUTING_MODEL ${CMAKE_BINARY_DIR}/routing-model.bin)

# Training and scoring are arithmetic: vectorise them in every build. Training is too slow under sanitizers to be repeated by a test.
set_source_files_properties(${CMAKE_SOURCE_DIR}/routing/linear_model.cpp PROPERTIES COMPILE_OPTIONS -O3)
set_source_files_properties(${CMAKE_SOURCE_DIR}/routing/softmax_trainer.cpp PROPERTIES COMPILE_OPTIONS "-O3;-fno-sanitize=all")

add_executable(routing_train EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/routing/tool/train.cpp)
target_link_libraries(routing_train PRIVATE ansvar_routing)
file(GLOB routing_data CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/routing/data/*.csv)
add_custom_command(
  OUTPUT ${ANSVAR_ROUTING_MODEL}
  COMMAND ${CMAKE_COMMAND} -E env ASAN_OPTIONS=detect_leaks=0 $<TARGET_FILE:routing_train> ${CMAKE_SOURCE_DIR}/routing/data ${ANSVAR_ROUTING_MODEL}
  DEPENDS routing_train ${routing_data}
  COMMENT "Training the router on routing/data"
  VERBATIM)
add_custom_target(routing_model DEPENDS ${ANSVAR_ROUTING_MODEL})
